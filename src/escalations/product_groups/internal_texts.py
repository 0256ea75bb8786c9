"""What support and product groups tell each other about a case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select

from ..cases.internal_texts import holds_internal_texts
from .queries.between_us import answers_beside, comments_beside, texts_beside


@holds_internal_texts
def texts_of_escalations(cases: ColumnElement[Any]) -> Sequence[tuple[str, Select[str, int]]]:
    return [
        ("escalation E-{of}", texts_beside(cases)),
        ("escalation E-{of}", answers_beside(cases)),
        ("a comment on E-{of}", comments_beside(cases)),
    ]
