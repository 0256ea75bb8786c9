"""What is found by searching: one row for each thing, and how often each word occurs, both within their boundary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Computed,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from ..model import metadata
from ..protection import declare_function


def apart(text: str) -> str:
    """Parts of paths, names and addresses are words of their own. Each sign by itself: `translate` compares every letter with every sign,
    which takes as long as reading the words."""
    for sign in "./_-:@\\":
        text = f"replace({text}, '{sign}', ' ')"
    return text


BLOCKS = (10, 12, 14, 16, 18, 20, 22)
"""Documents whose ids agree but for so many bits are neighbours in age; `search_walk` looks among the newest first."""
_VECTOR = (
    f"setweight(to_tsvector('english'::regconfig, {apart('title')}), 'A')"
    f" || setweight(to_tsvector('english'::regconfig, {apart('body')}), 'C')"
    " || array_to_tsvector(codes || marks || coalesce(facts, '{}'::text[]) || ARRAY['kind:' || kind, 'in:' || boundary, "
    + ", ".join(f"kind || '{shift}:' || (object_id >> {shift})::text" for shift in BLOCKS)
    + "])"
)


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a room tells the index of one of its things. `body` is plain text; `codes` are error codes that stay whole.

    `facts` are what it can be filtered by, such as `sev:A` or `customer:7`; its family is one of them by itself.
    What follows `facts` is only for those who look closely at a few of what was found: the words of its headings, what it
    is about and how much, and the meaning of what it says it is for.
    """

    kind: str
    object_id: int
    boundary: str
    title: str
    body: str
    codes: tuple[str, ...] = ()
    family: str = ""
    tags: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    headings: str = ""
    traits: Mapping[str, float] = field(default_factory=dict)
    meaning: bytes | None = None


search_document = Table(
    "search_document",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("object_id", BigInteger, primary_key=True, autoincrement=False),
    Column("boundary", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("codes", ARRAY(Text), nullable=False),
    Column("marks", ARRAY(Text), nullable=False),
    Column("family", Text, nullable=False),
    Column("tags", ARRAY(Text), nullable=False),
    Column("facts", ARRAY(Text)),
    Column("size", Integer, Computed("length(body)", persisted=True)),
    Column("tsv", TSVECTOR, Computed(_VECTOR, persisted=True)),
    Column("outline", TSVECTOR, nullable=False, server_default=text("''::tsvector")),
    Column("traits", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("meaning", LargeBinary),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    Index("ix_search_document_tsv", "tsv", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    Index(
        "ix_search_document_others",
        "tsv",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
        postgresql_where=text("kind <> 'case'"),
    ),
    Index(
        "ix_search_document_open",
        "tsv",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "on", "gin_pending_list_limit": "256"},
        postgresql_where=text("kind = 'case' AND facts @> '{is:open}'"),
    ),
    Index("ix_search_document_boundary", "boundary", "kind"),
    Index("ix_search_document_factless", "boundary", "kind", "object_id", postgresql_where=text("facts IS NULL")),
    info={"owner_reads_all": True},
)
"""`marks` let the vector's index answer by word of the title alone, and the vector holds facts, kind, boundary and age as well, so that
one index answers all of them at once. `facts` are NULL where a release that knew none put the document; it is put again.
No entities: documents are put and found, never edited."""

search_word = Table(
    "search_word",
    metadata,
    Column("boundary", Text, primary_key=True),
    Column("word", Text(collation="C"), primary_key=True),
    Column("lexeme", Text, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("often", Integer, nullable=False, server_default=text("0")),
    Index("ix_search_word_alike", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
    info={"owner_reads_all": True},
)
"""Every word that documents of a boundary hold or held, as it is spelt, with the kinds they were of. `often` is the logarithm of the documents."""

search_pending = Table(
    "search_pending",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("object_id", BigInteger, primary_key=True, autoincrement=False),
    Column("boundary", Text, nullable=False),
    Column("change", Uuid, nullable=False, server_default=text("gen_random_uuid()")),
    Column("since", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    Index("ix_search_pending_boundary", "boundary", "since"),
    info={"owner_reads_all": True},
)
"""What the search engine has still to be told of. Each change gets a mark of its own, so that a later one is not taken for done."""

search_index = Table(
    "search_index",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("boundary", Text, primary_key=True),
    Column("complete_at", DateTime(timezone=True)),
    info={"owner_reads_all": True},
)
"""The indexes there must be at the search engine. One that is not known to be complete is not asked."""

search_term = Table(
    "search_term",
    metadata,
    Column("boundary", Text, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("documents", Integer, nullable=False),
    Column("counted_at", DateTime(timezone=True), nullable=False),
    info={"owner_reads_all": True},
)
"""In how many documents of a kind a term occurs; the empty term counts the documents themselves."""


for _name in (
    "search_met",
    "search_walk",
    "search_scope",
    "search_documents",
    "search_newest",
    "search_open",
    "search_spellings",
):
    declare_function(metadata, _name, Path(__file__).with_name(f"{_name}.sql").read_text("utf-8").strip())
