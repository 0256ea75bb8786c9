"""What a save that was refused answers: the form with all that was typed, and what to do about it."""

from dataclasses import replace
from typing import Any

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Form, HtmlResponse, Request, conflict, invalid
from ..accounts import Account
from ..actions import HeldByLint
from ..forms import ArticleForm
from ..impossible import BadMatch
from ..personal_facts import About, impersonal_account
from ..queries import about_text
from ..sections import sections_of

HELD = "Not saved yet: the text names what belongs to one customer."


async def account_in(db: Session, wanted: ArticleForm, about: About, was: str = "") -> Account:
    """A form puts the questions of a text into one order; a text that answers them as it `was` stays as it was written."""
    account = wanted.account()
    if sections_of(was) == sections_of(account.body):
        account = replace(account, body=was)
    if wanted.personal == "replace":
        account = impersonal_account(account, await about_text(db, account.words, about))
    return account


def refused_save(
    request: Request, template: str, form: Form[Any], why: Refused, context: dict[str, Any]
) -> HtmlResponse:
    if isinstance(why, HeldByLint):
        form.refuse("", HELD)
        if form.typed.get("personal") == "keep":
            form.refuse("kept", "Say why it must stay.")
        return invalid(request, template, form, **context | {"findings": why.findings})
    if isinstance(why, BadMatch):
        return invalid(request, template, form.refuse("match", str(why)), **context)
    return conflict(request, template, form.refuse("", str(why)), **context)
