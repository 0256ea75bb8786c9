"""Everything one can do on the page of a case has a key, by which it stands in the palette and under `?` as well; and no key does two things."""

from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from escalations.cases.actions import close_case, wait_for
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.known_issues.actions import link_article
from escalations.known_issues.queries import article_for
from escalations.platform.time import now
from tests.builders import a_case, an_article
from tests.cases.crew import unowned
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.rapid_response.builders import a_covered_case
from tests.support import as_person, browser_of, run_jobs

SLOTS = ("time/bar", "incidents", "known-issues", "escalations", "cover")
VOID = {"input", "br", "img", "hr", "link", "meta", "use", "path", "rect", "circle", "wbr", "col", "source"}
IN_PLACE = {
    "data-copy",
    "data-closes",
    "data-shuts",
    "data-toggles",
    "popovertarget",
    "data-theme-toggle",
    "hidden",
    "data-jump",
    "data-ticks",
}
"""What opens, shuts, copies or shows a part and does nothing to the case."""


@dataclass
class Control:
    tag: str
    attributes: dict[str, str | None]
    inside: tuple[dict[str, str | None], ...]
    text: str = ""

    @property
    def is_verb(self) -> bool:
        is_link = self.tag == "a" and not {"button", "menu-item"} & set((self.attributes.get("class") or "").split())
        return (
            not is_link
            and not IN_PLACE & set(self.attributes)
            and "scriptless" not in (self.attributes.get("class") or "")
        )

    @property
    def stands_in_the_page(self) -> bool:
        """What stands in a dialog is reached by the key that opens it; a form's own button by Return in its field."""
        return not any(
            one.get("__tag__") in ("dialog", "details", "template", "nav")
            or (one.get("class") or "").startswith("rail")
            for one in self.inside
        )

    @property
    def is_in_a_keyed_row(self) -> bool:
        """Suggestions are taken by their number."""
        return any("data-key" in one for one in self.inside)

    @property
    def is_of_a_form(self) -> bool:
        return any(
            one.get("__tag__") == "form" and "verb" not in (one.get("class") or "").split() for one in self.inside
        )


@dataclass
class Controls(HTMLParser):
    found: list[Control] = field(default_factory=list)
    stack: list[dict[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in ("button", "a"):
            self.found.append(Control(tag, attributes, tuple(self.stack)))
        if tag not in VOID:
            self.stack.append(attributes | {"__tag__": tag})

    def handle_endtag(self, tag: str) -> None:
        if not any(one["__tag__"] == tag for one in self.stack):
            return
        while self.stack and self.stack.pop()["__tag__"] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.found and any(one is not None and one.get("__tag__") == self.found[-1].tag for one in self.stack[-2:]):
            self.found[-1].text += data.strip()


async def controls(cast: Cast, case: Case) -> list[Control]:
    reader = Controls()
    async with browser_of(cast.ada) as ada:
        for path in ("", *(f"/{slot}" for slot in SLOTS)):
            answer = await ada.get(f"/cases/{case.ref}{path}")
            assert answer.status_code == 200 or path, "the page itself is there"
            reader.feed(answer.text if answer.status_code == 200 else "")
    return [one for one in reader.found if one.is_verb and one.stands_in_the_page]


async def an_open_one(cast: Cast) -> Case:
    await an_article(cast.ada)
    await an_incident(cast.dora)
    case = await a_hit_case(cast.ada)
    await run_jobs()
    return case


async def one_nobody_owns(cast: Cast) -> Case:
    return await unowned(cast)


async def a_waiting_one(cast: Cast) -> Case:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await wait_for(db, row, "customer", "Which node pool is it?", now() + timedelta(days=1), by=cast.ada)
    return case


async def a_closed_one(cast: Cast) -> Case:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        await close_case(
            db, await case_for(db, cast.ada, case.ref, lock=True), "fixed", "The key was rotated back.", by=cast.ada
        )
    return case


async def one_of_a_covered_customer(cast: Cast) -> Case:
    return await a_covered_case(cast)


async def one_with_a_known_issue(cast: Cast) -> Case:
    article, case = await an_article(cast.ada), await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await link_article(db, row, await article_for(db, cast.ada, article.ref), "referenced", by=cast.ada)
    return case


SCENES = [
    an_open_one,
    one_nobody_owns,
    a_waiting_one,
    a_closed_one,
    one_of_a_covered_customer,
    one_with_a_known_issue,
]


@pytest.mark.parametrize("scene", SCENES)
async def test_every_verb_has_a_key_of_its_own(cast: Cast, scene: object) -> None:
    found = await controls(cast, await scene(cast))  # type: ignore[operator]
    assert len(found) > 1
    reached = {_leads_to(one) for one in found if "data-key" in one.attributes}
    without = [one for one in found if "data-key" not in one.attributes and not one.is_of_a_form]
    same = {one.text for one in found if "data-key" in one.attributes}
    lacking = [
        one for one in without if _leads_to(one) not in reached and not one.is_in_a_keyed_row and one.text not in same
    ]
    assert not lacking, "\n".join(f"{one.text} {one.attributes}" for one in lacking)
    keys = [one.attributes["data-key"] for one in found if "data-key" in one.attributes]
    assert sorted(keys) == sorted(set(keys)), "a key does two things"


def _leads_to(one: Control) -> str | None:
    """Two that open the same need one key."""
    return one.attributes.get("data-opens") or one.attributes.get("href") or str(id(one))
