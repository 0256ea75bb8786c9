"""The slot on the page of an engineering issue: where it stands outside."""

from litestar import get

from ....people.access import Me
from ....platform.web import Db, HtmlResponse, Ref, Request, page
from ....product_groups.queries import issue_for
from ..queries import item_of, tracker_of, tracker_with_id


@get("/engineering-issues/{ref:str}/tracker")
async def show_work_item(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    issue = await issue_for(db, person, ref)
    item = await item_of(db, issue.id)
    tracker = (
        await tracker_with_id(db, item.tracker_id)
        if item
        else await tracker_of(db, issue.boundary, issue.product_group)
    )
    return page(request, "trackers/_item.html", issue=issue, item=item, tracker=tracker)


HANDLERS = [show_work_item]
