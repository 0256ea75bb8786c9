"""Signing in and out."""

from litestar import get, post
from litestar.datastructures import Cookie

from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.settings import settings
from ...platform.web import Db, HtmlResponse, Request, invalid, open_to_everyone, page, read_form
from ...platform.web.pages import went
from ..access import COOKIE, Me
from ..actions import SESSION_LIFE, revoke_sign_ins, sign_in, sign_out, start_session
from ..forms import DemoSignIn, SignInForm, local_path
from ..models import Person
from ..queries import demo_people


@get("/sign-in")
@open_to_everyone("the door itself")
async def new_sign_in(request: Request, db: Db) -> HtmlResponse:
    return page(
        request,
        "people/sign_in.html",
        next=local_path(request.query_params.get("next", "/")),
        demo_people=await _offered(db),
    )


@post("/sign-in")
@open_to_everyone("the door itself")
async def create_sign_in(request: Request, db: Db) -> HtmlResponse:
    form = await read_form(request, SignInForm)
    if form.errors:
        return invalid(
            request, "people/sign_in.html", form, next=form.typed.get("next", "/"), demo_people=await _offered(db)
        )
    token = await sign_in(
        db,
        form.value.email,
        form.value.password,
        address=_address(request),
        agent=request.headers.get("user-agent", ""),
    )
    if token is None:
        form.refuse("", "That e-mail and password do not belong together. Check both and try again.")
        return invalid(
            request, "people/sign_in.html", form, next=form.value.destination, demo_people=await _offered(db)
        )
    return _with_cookie(went(request, form.value.destination), token)


@post("/demo-sign-in")
@open_to_everyone("one click per role, and only in the demo")
async def create_demo_sign_in(request: Request, db: Db) -> HtmlResponse:
    if not _is_demo():
        raise NotFound
    form = await read_form(request, DemoSignIn)
    person = next((p for p in await demo_people(db) if not form.errors and p.id == form.value.person_id), None)
    if person is None:
        raise NotFound("There is no such demo person.")
    token = await start_session(db, person, address=_address(request), agent=request.headers.get("user-agent", ""))
    return _with_cookie(went(request, local_path(form.value.next)), token)


@post("/sign-out")
async def create_sign_out(request: Request, db: Db, person: Me) -> HtmlResponse:
    await sign_out(db, request.state.session, by=person)
    response = went(request, "/sign-in")
    response.delete_cookie(COOKIE)
    return response


@post("/sign-out-everywhere")
async def create_sign_out_everywhere(request: Request, db: Db, person: Me) -> HtmlResponse:
    await revoke_sign_ins(db, person, by=person)
    response = went(request, "/sign-in")
    response.delete_cookie(COOKIE)
    return response


def _is_demo() -> bool:
    return settings().is_demo or settings().env == "test"


async def _offered(db: Session) -> list[Person]:
    return await demo_people(db) if _is_demo() else []


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _with_cookie(response: HtmlResponse, token: str) -> HtmlResponse:
    secure = settings().public_url.startswith("https:")
    response.cookies.append(
        Cookie(
            COOKIE,
            value=token,
            path="/",
            httponly=True,
            samesite="lax",
            secure=secure,
            max_age=int(SESSION_LIFE.total_seconds()),
        )
    )
    return response


HANDLERS = [new_sign_in, create_sign_in, create_demo_sign_in, create_sign_out, create_sign_out_everywhere]
