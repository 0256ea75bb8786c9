"""Articles linked to a case whose text may not be quoted to a customer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select

from ..cases.internal_texts import holds_internal_texts
from .queries.beside import inside_articles_beside


@holds_internal_texts
def texts_of_articles(cases: ColumnElement[Any]) -> Sequence[tuple[str, Select[str, int]]]:
    return [("KI-{of}, which is not for customers", inside_articles_beside(cases))]
