"""What a suggestion's score adds up from, and what experience with an article does to it."""

from dataclasses import replace

import pytest

from escalations.known_issues.actions import link_article
from escalations.known_issues.experience import experience_with, judged
from escalations.known_issues.models import Article
from escalations.known_issues.purpose import troubles_told
from escalations.known_issues.search import KIND
from escalations.known_issues.suggesting import Suggestion, ranked_articles
from escalations.known_issues.weighing import Likely, chance_of_same, nearnesses, weighed, weights
from escalations.people.models import Person
from escalations.platform import jobs
from escalations.platform.db import nothing_to_record
from escalations.platform.search import Document, Likeness, index_documents, meaning, question_of, read_closely
from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article
from tests.support import as_person, as_system, run_jobs

LIKE = Likeness(words=0.8, together=0.4, headings=0.1, phrases=0.2, codes=0.0, said=("share",))


async def ranked(person: Person, case: object) -> list[Suggestion]:
    async with as_person(person) as db:
        return await ranked_articles(db, case)  # type: ignore[arg-type]


async def said_on_another(person: Person, article: Article, kind: str, **told: object) -> None:
    case = await a_fitting_case(person, await a_customer("public", f"Customer {kind} {id(told)}"), **told)
    async with as_person(person) as db:
        await link_article(db, case, article, kind, by=person)


def test_the_score_is_the_sum_of_what_is_told() -> None:
    parts = weighed(Likely(like=LIKE, family=0.5, near=0.4))
    chosen = weights()["with_meaning"]
    assert parts["words"] == pytest.approx(chosen["words"] * 0.8) and parts["meaning"] == pytest.approx(
        chosen["meaning"] * 0.4
    )
    assert (
        set(weighed(Likely(like=LIKE, family=0.5, near=None)))
        == set(weights()["by_words"])
        == set(chosen) - {"meaning"}
    )


def test_no_likeness_ever_counts_against_an_article() -> None:
    assert all(weight >= 0 for name in ("with_meaning", "by_words", "standing") for weight in weights()[name].values())
    more = replace(LIKE, codes=0.9)
    for near in (None, 0.3):
        one, other = (
            weighed(Likely(like=LIKE, family=0.5, near=near)),
            weighed(Likely(like=more, family=0.5, near=near)),
        )
        assert sum(other.values()) > sum(one.values())


def test_chances_of_one_family() -> None:
    assert chance_of_same({"storage": 0.9, "networking": 0.1}, {"storage": 0.5, "identity": 0.5}) == pytest.approx(0.45)
    assert chance_of_same({"storage": 1.0}, {}) == 0.0


async def test_an_article_that_was_not_read_yet_is_neither_helped_nor_hurt() -> None:
    case, near, far = [
        await meaning(text) for text in ("The disk is full", "No space is left on the disk", "Sign in fails")
    ]
    told = nearnesses(case, [near, None, far])
    assert told[0] is not None and told[1] is not None and told[2] is not None
    assert told[0] > told[1] > told[2]
    assert nearnesses(None, [near]) == [None] and nearnesses(case, [None]) == [None]


@pytest.mark.parametrize("kind,sign", [("resolved_by", 1), ("referenced", 1), ("not_helpful", -1)])
def test_experience_counts_a_little_more_each_time_and_never_too_much(kind: str, sign: int) -> None:
    scores = [sign * judged({kind: number}).score for number in (0, 1, 5, 1000, 10**9)]
    assert scores[0] == 0 < scores[1] < scores[2] <= scores[3] and max(scores) <= weights()["experience"]["most"]


def test_experience_is_said_in_words() -> None:
    assert judged({"resolved_by": 4, "not_helpful": 1}).said == "solved 4 similar cases"
    assert judged({"not_helpful": 1}).said == "not this on 1 similar case"
    assert judged({}).said is None


async def test_what_solved_others_comes_first_and_what_was_refused_comes_last(cast: Cast) -> None:
    one, two, three = [await an_article(cast.ada) for _ in range(3)]
    case = await a_fitting_case(cast.ada)
    assert [found.ref for found in await ranked(cast.ada, case)] == [one.ref, two.ref, three.ref], "alike: by number"
    await said_on_another(cast.ada, one, "not_helpful")
    await said_on_another(cast.ada, three, "resolved_by")
    found = await ranked(cast.ada, case)
    assert [(known.ref, known.experience) for known in found] == [
        (three.ref, "solved 1 similar case"), (two.ref, None), (one.ref, "not this on 1 similar case"),
    ]  # fmt: skip
    assert "solved 1 similar case" in found[0].evidence
    assert found[0].score == pytest.approx(sum(found[0].parts.values()))


async def test_cases_of_another_product_without_a_code_in_common_teach_nothing(cast: Cast) -> None:
    article, case = await an_article(cast.ada), await a_fitting_case(cast.ada, error_codes=["0x80070035"])
    await said_on_another(cast.ada, article, "resolved_by", product="aks", family="kubernetes")
    async with as_person(cast.ada) as db:
        assert await experience_with(db, case, [article.id]) == {}
    await said_on_another(
        cast.ada, article, "resolved_by", product="aks", family="kubernetes", error_codes=["0x80070035"]
    )
    async with as_person(cast.ada) as db:
        assert await experience_with(db, case, [article.id]) == {article.id: {"resolved_by": 1}}


async def test_what_was_said_in_another_boundary_stays_there(cast: Cast) -> None:
    """Dora sees both, Ada only hers: the same article weighs what each may know."""
    article, case = await an_article(cast.dora, "everywhere"), await a_fitting_case(cast.ada)
    abroad = await a_fitting_case(cast.dora, await a_customer("germany", "Isar Energie"))
    async with as_person(cast.dora) as db:
        await link_article(db, abroad, article, "resolved_by", by=cast.dora)
    assert [one.experience for one in await ranked(cast.ada, case)] == [None]


async def test_after_an_upgrade_articles_are_indexed_anew(cast: Cast) -> None:
    article = await an_article(cast.ada, body="Told.\n\n## Cause\n\nThe key was rotated.")
    async with as_system() as db:
        nothing_to_record(db, "as an earlier release left it")
        await index_documents(
            db, [Document(kind=KIND, object_id=article.id, boundary="public", title=article.title, body=article.body)]
        )
        await jobs.enqueue(db, [jobs.Job("known_issue_documents", {"boundary": "public"}, key="anew")])
    await run_jobs()
    async with as_system() as db:
        question = await question_of(db, ["cause"], kind=KIND, codes=[], within=["public"])
        (kept,) = await read_closely(db, KIND, [article.id], question)
    assert kept.headed == 1 and kept.headings and kept.traits and kept.meaning
    assert len(kept.meaning) == 1 + 384 * 2


async def test_a_section_is_found_by_what_it_means_whatever_the_rest_is_about(cast: Cast) -> None:
    about = "The tunnel drops at rekeying, since the gateway and the device disagree about lifetimes of keys. " * 3
    inside = f"{about}\n\n## Disk\n\nThere is no space left on the device, so that nothing can be saved. {'Delete old logs. ' * 12}"
    article = await an_article(cast.ada, title="Gateways", body=inside, products=[])
    alone = await an_article(cast.ada, title="Gateways", body=about, products=[])
    case = await a_fitting_case(cast.ada, title="The gateway says that the disk is full", description="Saving fails.")
    near = {one.ref: one.near for one in await ranked(cast.ada, case)}
    assert near[article.ref] > near[alone.ref]


@pytest.mark.parametrize("title", ["Troubleshoot mounting of shares", "Shares: FAQ", "Common errors of shares"])
async def test_a_troubleshooting_guide_is_known_by_its_name(cast: Cast, title: str) -> None:
    guide = await an_article(cast.ada, title=title)
    plain = await an_article(cast.ada, title="Mounting of shares")
    parts = {one.ref: one.parts for one in await ranked(cast.ada, await a_fitting_case(cast.ada))}
    assert parts[guide.ref]["guide"] > 0 and parts[plain.ref]["guide"] == 0


def test_headings_that_name_troubles_are_counted_up_to_enough() -> None:
    assert troubles_told(["Notes", "Overview", "Terror"]) == 0
    assert 0 < troubles_told(["The mount fails", "Notes"]) < troubles_told(["It fails", "Cannot sign in"]) < 1
    assert troubles_told(["Error 1: it cannot start"] * 50) == 1
