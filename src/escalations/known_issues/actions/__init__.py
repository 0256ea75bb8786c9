"""Every verb on known issues."""

from ..accounts import Account, Source
from .checking import HeldByLint
from .closing import Ending, close_with_article
from .flagging import flag_article, settle_flag
from .governing import set_governance, take_article
from .importing import Imported, fate_of, import_article
from .linking import link_article, mark_solved, unlink_article
from .revising import restore_version, revise_article, set_state
from .trusting import archive_article, set_confidence
from .writing import add_article

__all__ = [
    "Account",
    "Ending",
    "HeldByLint",
    "Imported",
    "Source",
    "add_article",
    "archive_article",
    "close_with_article",
    "fate_of",
    "flag_article",
    "import_article",
    "link_article",
    "mark_solved",
    "restore_version",
    "revise_article",
    "set_confidence",
    "set_governance",
    "set_state",
    "settle_flag",
    "take_article",
    "unlink_article",
]
