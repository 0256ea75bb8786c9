"""Owns known-issue articles and their links to cases. Stands on cases and routing; hears of fixes and of closed cases.

An article belongs to one boundary, or to `everywhere`; a case is only ever shown articles of its own boundary and those.
"""
