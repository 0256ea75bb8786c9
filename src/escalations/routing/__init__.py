"""Owns how a case finds its person: reading a text, the rules, the decision. Pure; stands on catalog; cases call it."""
