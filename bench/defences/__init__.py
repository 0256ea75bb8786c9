"""Each defence taken away, one at a time, in a copy of the tree: the tests that guard it must fail."""
