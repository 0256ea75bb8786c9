"""What somebody may find. A search ends at the boundary in three ways, each of which is enough alone: so each is taken away by itself before a
test that has taken away the other two, and all of them before the tests that ask as people do."""

from ..defence import function, functions

SEARCH, ENGINE, EACH = (
    "tests/platform/test_search.py",
    "tests/platform/test_search_engine.py",
    "tests/platform/test_search_boundary.py",
)
ALONE, LEAKED, NO_PLACE = (
    f"{EACH}::test_each_alone_ends_at_the_boundary",
    f"{EACH}::test_each_alone_lets_hidden_candidates_of_an_engine_fall_out",
    f"{EACH}::test_what_lies_elsewhere_takes_no_place",
)
WORDS = ("search_scope", "quote_literal('in:' || b)", "quote_literal('in:') || ':*'")
WALKED = ("search_walk", "d.boundary = ANY (sight)", "true")
MET = ("search_met", "d.boundary = ANY (sight)", "true")
LITTLE = ("search_documents", "= ANY (kinds) AND d.boundary = ANY (sight.boundaries)", "= ANY (kinds)")
READ = ("search_documents", "WHERE d.boundary = ANY (sight.boundaries) AND (d.tsv", "WHERE (d.tsv")
NEWEST = ("search_newest", "WHERE d.boundary = ANY (sight.boundaries)", "WHERE true")
OF_MINE, OTHERS = "s.boundary = ANY (sight.boundaries)", f"{EACH}::test_words_of_others_are_neither_known_nor_offered"
EVERY = (WORDS, WALKED, MET, LITTLE, READ, NEWEST)

SEARCHING = (
    functions("searching ends at the boundary (PostgreSQL)", EVERY, f"{SEARCH}::test_nobody_finds_what_lies_in_another_boundary"),
    functions(
        "searching ends at the boundary (Meilisearch)", EVERY,
        f"{ENGINE}::test_candidates_of_a_boundary_one_may_not_see_fall_out_even_if_the_engine_gave_them",
    ),
    function("the boundary is a word that is asked for", *WORDS, f"{ALONE}[words-False]", f"{LEAKED}[words]"),
    function("what a walk finds ends at the boundary", *WALKED, f"{NO_PLACE}[note-1]"),
    function("what an index finds ends at the boundary", *MET, f"{NO_PLACE}[note-1000]", f"{NO_PLACE}[case-1000]"),
    function("what few documents hold ends at the boundary", *LITTLE, f"{ALONE}[steps-False]"),
    function("what is read at last ends at the boundary", *READ, f"{ALONE}[last-False]", f"{LEAKED}[last]"),
    function("the newest end at the boundary", *NEWEST, f"{ALONE}[last-False]"),
    function(
        "what lies elsewhere has no weight (counted)", "search_documents", "t.boundary = ANY (mine.boundaries) AND t.kind = ANY (kinds)", "t.kind = ANY (kinds)",
        f"{EACH}::test_what_lies_elsewhere_has_no_weight[True]",
    ),
    function(
        "what lies elsewhere has no weight (not counted yet)", "search_documents", "AND d.boundary = ANY (sight.boundaries) LIMIT 500", "LIMIT 500",
        f"{EACH}::test_what_lies_elsewhere_has_no_weight[False]",
    ),
    function("words of others are not known", "search_spellings", f"{OF_MINE} AND s.kinds && search_spellings.kinds\n      AND s.word BETWEEN", "s.word BETWEEN", OTHERS),
    function("words of others mend no slip", "search_spellings", f"s.word % l.said AND {OF_MINE}", "s.word % l.said", OTHERS),
    function("what is begun goes on as no word of others", "search_spellings", f"{OF_MINE} AND s.word >= begun", "s.word >= begun", OTHERS),
)  # fmt: skip
