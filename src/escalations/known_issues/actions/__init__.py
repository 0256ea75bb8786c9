"""Every verb on known issues."""

from ..accounts import Account, Source
from .importing import Imported, fate_of, import_article
from .linking import link_article, mark_solved, unlink_article
from .revising import revise_article
from .trusting import archive_article, set_confidence
from .writing import add_article

__all__ = [
    "Account",
    "Imported",
    "Source",
    "add_article",
    "archive_article",
    "fate_of",
    "import_article",
    "link_article",
    "mark_solved",
    "revise_article",
    "set_confidence",
    "unlink_article",
]
