"""Words that say nothing about a technology, as stems."""

_WORDS = """
a about after again all also always am an and another any are as at back be because been before being both but by can
cannot could did do doe don done during each either else ever every few first for from get got had has have he her
here how however i if in into is it just last let like made make many may me might more most much must my need never
new next no none nor not now of off often old on once one only or other our ours out over own please put same see seem
shall she should show since so some still such t than that the their them then there these they thing this those
though through thus till to too two under until up upon us use used using very via wa want was way we well were what
when where which while who whole why will with within without would yet you your
"""
SAY_NOTHING = frozenset(_WORDS.split())
