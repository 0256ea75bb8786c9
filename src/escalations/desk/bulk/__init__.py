"""One verb on many cases at once: looked at before, done each by its own verb, and taken back together."""
