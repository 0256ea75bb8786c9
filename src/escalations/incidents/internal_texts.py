"""What we write for ourselves on the incidents of a case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select

from ..cases.internal_texts import holds_internal_texts
from .queries.written import updates_beside


@holds_internal_texts
def texts_of_incidents(cases: ColumnElement[Any]) -> Sequence[tuple[str, Select[str, int]]]:
    return [("an internal update of I-{of}", updates_beside(cases))]
