"""What support and product groups tell each other about a case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select

from ..cases.internal_texts import holds_internal_texts
from .queries.between_us import answers_beside, comments_beside, texts_beside


@holds_internal_texts
def texts_of_escalations(cases: ColumnElement[Any]) -> Sequence[Select[str, str]]:
    return [texts_beside(cases), answers_beside(cases), comments_beside(cases)]
