"""A product group as support sees it: who has the triage, what it asks for, and what leaving that out has cost."""

from datetime import timedelta

from litestar import get
from litestar.params import FromPath

from ...catalog import catalogue
from ...people.access import Me
from ...people.queries import open_boundaries
from ...platform.errors import NotFound
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ..learning import Evidence
from ..models import RETURN_CODES
from ..queries import evidence_for
from ..queries.learning import bounces_by_family, return_codes
from ..triage import triage_duty

SINCE = timedelta(days=365)


@get("/product-groups")
async def index_groups(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "product_groups/groups/index.html", groups=list(catalogue().product_groups.values()))


@get("/product-groups/{key:str}")
async def show_group(request: Request, db: Db, person: Me, key: FromPath[str]) -> HtmlResponse:
    group = catalogue().product_groups.get(key)
    if group is None:
        raise NotFound(f"There is no product group {key}.")
    seen = [one for one in await open_boundaries(db, person) if one in group.boundaries]
    asked = request.query_params.get("cloud", "public")
    boundary = asked if asked in seen else next(iter(seen), "")
    learnt, needs, since = await evidence_for(db, key, boundary), catalogue().needs, now() - SINCE
    lines = [
        (needs[need].label, learnt.get(need, Evidence(need)))
        for need in dict.fromkeys((*group.needs, *learnt))
        if need in needs
    ]
    return page(
        request, "product_groups/groups/show.html", group=group, boundary=boundary, seen=seen, lines=lines, rules=catalogue().gate,
        duty=await triage_duty(db, key, boundary, now()), families=await bounces_by_family(db, key, boundary, since),
        codes=[(RETURN_CODES[code], count) for code, count in await return_codes(db, key, boundary, since)], names=catalogue().families,
        owned=catalogue().products_owned_by(key), clouds=catalogue().boundaries,
    )  # fmt: skip


HANDLERS = [index_groups, show_group]
