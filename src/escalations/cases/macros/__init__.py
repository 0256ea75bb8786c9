"""Macros: text with blanks that the case fills, and what goes with it, shown as a difference before it is applied."""
