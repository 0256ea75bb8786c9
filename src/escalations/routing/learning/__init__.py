"""Reading a text better with use: what the words of solved cases say about the family, as weights that can be shown."""
