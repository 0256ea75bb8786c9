from dataclasses import replace
from datetime import date

import pytest

from escalations.known_issues.actions import add_article, archive_article, revise_article, set_confidence
from escalations.known_issues.queries import article_for
from escalations.platform.db import Unrecorded
from escalations.platform.errors import NotAllowed, NotFound, Refused, Stale
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.known_issues.scenes import an_account, an_article, recorded, reload
from tests.support import as_person, as_system


async def test_an_article_is_written_and_recorded(cast: Cast) -> None:
    article = await an_article(cast.ada, "everywhere", confidence="work_in_progress")
    assert (article.ref, article.confidence, article.owner_id) == ("KI-1", "work_in_progress", cast.ada.id)
    assert await recorded("known_issue/1") == ["ArticleAdded"]
    async with as_person(cast.cleo) as db:
        assert (await article_for(db, cast.cleo, "ki-1")).title == article.title
        assert (await trail_of(db, article.subject))[0].told == "wrote the article"


async def test_nobody_writes_where_they_may_not_read(cast: Cast) -> None:
    async with as_person(cast.ada) as db:
        for boundary in ("germany", "atlantis"):
            with pytest.raises(Refused, match="not cleared"):
                await add_article(db, boundary, an_account(), by=cast.ada)


async def test_a_family_that_nobody_knows_and_a_fix_without_its_release_are_refused(cast: Cast) -> None:
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match="no family"):
            await add_article(db, "public", an_account(family="gardening"), by=cast.ada)
        with pytest.raises(Refused, match="which release"):
            await add_article(db, "public", an_account(state="fixed"), by=cast.ada)


async def test_revising_names_what_changed_and_twice_is_once(cast: Cast) -> None:
    written = await an_article(cast.ada)
    better = an_account(title="Azure Files share cannot be mounted: system error 13", fix_eta=date(2027, 1, 15))
    async with as_person(cast.ben) as db:
        article = await article_for(db, cast.ben, written.ref, lock=True)
        await revise_article(db, article, better, 1, by=cast.ben)
    async with as_person(cast.ben) as db:
        article = await article_for(db, cast.ben, written.ref, lock=True)
        assert article.version == 2
        await revise_article(db, article, better, 2, by=cast.ben)
        (newest, _) = await trail_of(db, article.subject)
    assert newest.told == "revised the article: title, fix eta"
    assert await recorded(article.subject) == ["ArticleAdded", "ArticleRevised"]


async def test_a_stale_revision_changes_nothing(cast: Cast) -> None:
    written = await an_article(cast.ada)
    async with as_person(cast.ada) as db:
        article = await article_for(db, cast.ada, written.ref, lock=True)
        await revise_article(db, article, an_account(title="What Ada says of it"), 1, by=cast.ada)
    with pytest.raises(Stale):
        async with as_person(cast.ben) as db:
            article = await article_for(db, cast.ben, written.ref, lock=True)
            await revise_article(db, article, an_account(title="What Ben says of it"), 1, by=cast.ben)
    assert (await reload(cast.ben, written)).title == "What Ada says of it"


async def test_confidence_goes_both_ways_and_the_archive_needs_a_reason(cast: Cast) -> None:
    written = await an_article(cast.ada, confidence="work_in_progress")
    async with as_person(cast.ada) as db:
        article = await article_for(db, cast.ada, written.ref, lock=True)
        await set_confidence(db, article, "validated", by=cast.ada)
        await set_confidence(db, article, "validated", by=cast.ada)
        with pytest.raises(Refused, match="say why"):
            await set_confidence(db, article, "archived", by=cast.ada)
        await archive_article(db, article, "the driver is gone", by=cast.ada)
        await archive_article(db, article, "again", by=cast.ada)
        await set_confidence(db, article, "not_validated", by=cast.ada)
    told = ["ArticleAdded", "ArticleConfidenceSet", "ArticleArchived", "ArticleConfidenceSet"]
    assert await recorded(article.subject) == told
    assert (await reload(cast.ada, article)).confidence == "not_validated"


@pytest.mark.parametrize("who", ["otto", "comm", "adam"])
async def test_only_those_who_work_with_articles_change_them(cast: Cast, who: str) -> None:
    written, person = await an_article(cast.ada), getattr(cast, who)
    async with as_person(person) as db:
        article = await article_for(db, person, written.ref)
        with pytest.raises(NotAllowed):
            await add_article(db, "public", an_account(), by=person)
        with pytest.raises(NotAllowed):
            await revise_article(db, article, replace(an_account(), title="Mine now"), 1, by=person)
        with pytest.raises(NotAllowed):
            await set_confidence(db, article, "validated", by=person)
        with pytest.raises(NotAllowed):
            await archive_article(db, article, "away with it", by=person)


async def test_an_outsider_does_not_learn_that_it_exists(cast: Cast) -> None:
    written = await an_article(cast.ada)
    async with as_person(cast.cleo) as db:
        for ref in (written.ref, "KI-99", "KI-x", "C-1"):
            with pytest.raises(NotFound):
                await article_for(db, cast.cleo, ref)


async def test_no_row_is_written_in_silence(cast: Cast) -> None:
    written = await an_article(cast.ada)
    with pytest.raises(Unrecorded):
        async with as_system() as db:
            (await article_for(db, cast.ada, written.ref)).title = "Changed in silence"
