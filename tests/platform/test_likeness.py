"""How like a text a document is: by hand, and what must hold whatever the texts are."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from escalations.platform.search.likeness import Document, Likeness, Question, likenesses
from escalations.platform.search.places import LAST, PLACE, Term, in_one_place

WORDS = ("share", "mount", "port", "gateway", "token")
COUNTED = {
    "": 1000,
    "share": 40,
    "mount": 20,
    "port": 300,
    "gateway": 80,
    "token": 60,
    "virtual": 50,
    "machin": 60,
    "0x80070035": 2,
}


def a_document(places: Mapping[str, Sequence[int]], **told: object) -> Document:
    usual = {
        "object_id": 1,
        "size": 1000,
        "codes": frozenset(),
        "headed": 4,
        "headings": {},
        "traits": {},
        "meaning": None,
    }
    return Document(**{**usual, "places": places, **told})  # type: ignore[arg-type]


def a_question(*words: str, **told: object) -> Question:
    terms = tuple(Term(word, ((word,),)) for word in words)
    usual = {"terms": terms, "pairs": (), "codes": (), "documents": COUNTED}
    return Question(**{**usual, **told})  # type: ignore[arg-type]


def like(question: Question, *documents: Document) -> list[Likeness]:
    return likenesses(question, documents)


def test_who_holds_the_rarer_words_is_more_like_it() -> None:
    rare, common = like(a_question("mount", "port"), a_document({"mount": [3]}), a_document({"port": [3]}))
    assert rare.words == 1.0 and 0 < common.words < 0.6
    assert rare.said == ("mount",) and common.said == ("port",)


def test_a_name_of_several_words_counts_where_they_follow_one_another() -> None:
    machine = Question(
        terms=(Term("vm", (("vm",), ("virtual", "machin"))),), pairs=(), codes=(), documents={**COUNTED, "vm": 30}
    )
    together, apart = like(
        machine, a_document({"virtual": [4], "machin": [5]}), a_document({"virtual": [4], "machin": [90]})
    )
    assert together.words == 1.0 and apart.words == 0.0 and apart.said == ()


def test_words_side_by_side_may_have_one_between_them() -> None:
    question = a_question(pairs=(("mount", "share"),))
    near, far, turned = like(
        question, a_document({"mount": [7], "share": [9]}), a_document({"mount": [7], "share": [10]}), a_document({"mount": [9], "share": [8]})
    )  # fmt: skip
    assert (near.phrases, far.phrases, turned.phrases) == (1.0, 0.0, 0.0)


def test_headings_count_by_themselves() -> None:
    inside, headed = like(
        a_question("mount"), a_document({"mount": [1]}), a_document({"mount": [1]}, headings={"mount": [1]})
    )
    assert inside.headings == 0.0 < headed.headings < 1.0


def test_before_the_index_was_counted_the_documents_themselves_are() -> None:
    uncounted = a_question("mount", "port", documents={})
    rare, common, _ = like(
        uncounted, a_document({"mount": [1], "port": [2]}), a_document({"port": [1]}), a_document({"port": [1]})
    )
    assert rare.words == 1.0 > common.words > 0


def test_nothing_asked_and_nothing_found_is_no_fault() -> None:
    assert like(a_question()) == []
    (nothing,) = like(a_question(), a_document({}))
    assert (nothing.words, nothing.headings, nothing.phrases, nothing.codes) == (0, 0, 0, 0)


places = st.dictionaries(st.sampled_from(WORDS), st.lists(st.integers(1, 60), min_size=1, max_size=5), max_size=5)
documents = st.lists(places, min_size=1, max_size=6)


@given(documents, st.integers(0, 5), st.sets(st.sampled_from(["0x80070035", "aadsts1"])))
def test_a_code_in_common_never_lowers_an_article(
    several: list[Mapping[str, Sequence[int]]], which: int, codes: set[str]
) -> None:
    question = a_question(*WORDS, codes=("0x80070035", "aadsts1"))
    which %= len(several)
    without = [a_document(one) for one in several]
    with_code = [
        a_document(one, codes=frozenset(codes) if at == which else frozenset()) for at, one in enumerate(several)
    ]
    before, after = like(question, *without)[which], like(question, *with_code)[which]
    assert after.codes >= before.codes and (after.codes > 0) == bool(codes)
    assert (after.words, after.headings, after.phrases) == (before.words, before.headings, before.phrases)


@given(documents)
def test_every_share_is_a_share_and_order_does_not_matter(several: list[Mapping[str, Sequence[int]]]) -> None:
    question = a_question(*WORDS, pairs=(("mount", "share"), ("port", "token")))
    found = like(question, *map(a_document, several))
    turned = like(question, *map(a_document, reversed(several)))
    assert all(0 <= share <= 1.000001 for one in found for share in (one.words, one.headings, one.phrases, one.codes))
    assert [round(one.words, 9) for one in found] == [round(one.words, 9) for one in reversed(turned)]


def told(*words: str) -> dict[Term, float]:
    return {Term(word, ((word,),)): 1.0 for word in words}


def test_words_count_together_where_they_stand_in_one_place() -> None:
    near, far = {"share": [5, 90], "mount": [5 + PLACE - 1]}, {"share": [5, 90], "mount": [5 + PLACE]}
    assert in_one_place(told("share", "mount"), near) == 1
    assert in_one_place(told("share", "mount"), far) == 0.5
    assert in_one_place(told("share", "mount"), {}) == in_one_place({}, near) == 0


def test_a_word_said_again_in_one_place_is_one_word_and_the_telling_one_counts_more() -> None:
    share, mount = told("share", "mount")
    assert in_one_place({share: 1.0, mount: 3.0}, {"share": [1, 2, 3, 4], "mount": [200]}) == 0.75


def test_a_name_of_two_words_stands_where_it_begins() -> None:
    machine = Term("vm", (("vm",), ("virtual", "machin")))
    assert in_one_place({machine: 1.0}, {"virtual": [7], "machin": [8]}) == 1
    assert in_one_place({machine: 1.0}, {"virtual": [7], "machin": [80]}) == 0


def test_what_stands_where_postgresql_stops_counting_is_in_no_place() -> None:
    assert in_one_place(told("share", "mount"), {"share": [LAST], "mount": [LAST]}) == 0


@given(st.dictionaries(st.sampled_from(WORDS), st.lists(st.integers(1, 200), min_size=1, max_size=6)))
def test_one_place_holds_no_more_than_the_document(places: dict[str, list[int]]) -> None:
    asked = told(*WORDS)
    held = in_one_place(asked, places)
    best = max(
        (len({w for w in places if any(a <= b < a + PLACE for b in places[w])}) for s in places.values() for a in s),
        default=0,
    )
    assert abs(held - best / len(WORDS)) < 1e-9
