"""What a customer, a vendor or a colleague may have put into any text of the database comes alive on no page."""

from html.parser import HTMLParser

import asyncpg

from tests.browser.stage import set_stage, visits
from tests.cast import Cast
from tests.support import browser_of

PROBE = "xss-probe"
HOSTILE = (
    f"</textarea></title></style></script>\"'><{PROBE} onfocus=alert(1) autofocus tabindex=1>"
    "<script>document.documentElement.dataset.ran='1'</script><img src=x onerror=\"document.documentElement.dataset.ran='1'\">"
    "<svg/onload=alert(1)> [click](javascript:alert(1)) ![](https://evil.example/x.png) <a href='jAvAsCrIpT&#58;alert(1)'>x</a> &lt;script&gt; {{7*7}}"
)
CODE = r"^[a-z0-9_.:+@/<>=-]*$"
"""What looks like this everywhere in a column is a key of ours, which no person types."""


async def poison(admin: asyncpg.Connection) -> list[str]:
    """HOSTILE stands behind every text that anybody could have written, in rows, lists and JSON. Answers with the columns."""
    done = []
    await admin.execute("SET session_replication_role = replica")
    for table, column, kind in await admin.fetch(_COLUMNS):
        if await admin.fetchval(_HAS_TEXT[kind].format(table=table, column=column), CODE):
            try:
                await admin.execute(_PUT[kind].format(table=table, column=column), HOSTILE)
                done.append(f"{table}.{column}")
            except (asyncpg.CheckViolationError, asyncpg.UniqueViolationError, asyncpg.GeneratedAlwaysError):
                continue
    await admin.execute(_EVENTS, HOSTILE)
    await admin.execute("RESET session_replication_role")
    return done


_EVENTS = """UPDATE event SET particulars = (SELECT jsonb_object_agg(key, CASE WHEN jsonb_typeof(value) = 'string' AND value #>> '{}' ~ ' '
  THEN to_jsonb((value #>> '{}') || ' ' || $1) ELSE value END) FROM jsonb_each(particulars)) WHERE particulars <> '{}'"""


_COLUMNS = """SELECT table_name, column_name, data_type FROM information_schema.columns c JOIN information_schema.tables t USING (table_name)
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND data_type IN ('text', 'character varying', 'ARRAY')
    AND (data_type <> 'ARRAY' OR udt_name IN ('_text', '_varchar')) AND is_generated = 'NEVER'
    AND table_name NOT LIKE 'pgqueuer%' AND table_name <> 'alembic_version' AND (table_name, column_name) NOT IN (('clock', 'why'), ('clock_event', 'why')) AND column_name <> 'time_zone' ORDER BY 1, 2"""
_HAS_TEXT = dict.fromkeys(("text", "character varying"), "SELECT count(*) FROM {table} WHERE {column} !~ $1") | {
    "ARRAY": "SELECT count(*) FROM {table}, unnest({column}) one WHERE one !~ $1"
}
_PUT = dict.fromkeys(
    ("text", "character varying"), "UPDATE {table} SET {column} = {column} || ' ' || $1 WHERE {column} <> ''"
) | {"ARRAY": "UPDATE {table} SET {column} = {column} || $1::text WHERE cardinality({column}) > 0"}


class Alive(HTMLParser):
    """What of the corpus a browser would take for its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == PROBE:
            self.found.append(f"<{tag}> at {self.getpos()}")
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("href", "src", "action")
                and (value or "").strip().lower().startswith(("javascript", "data:", "https://evil"))
            ):
                self.found.append(f"{tag} {name}={value}"[:120])


async def test_no_text_comes_alive_on_any_page(cast: Cast, admin: asyncpg.Connection) -> None:
    await set_stage(cast)
    done = await poison(admin)
    assert len(done) > 50, done
    wrong, shown = [], 0
    for visit in visits(cast):
        async with browser_of(visit.person) as browser:
            answer = await browser.get(visit.path)
        assert answer.status_code < 500, f"{visit.path} is {answer.status_code}"
        shown += PROBE in answer.text
        wrong += [f"{visit.path}: {found}" for found in Alive(answer.text).found]
    assert wrong == [] and shown > 30


PAGES = [
    "/",
    "/cases/C-1",
    "/cases/C-1/why",
    "/known-issues/KI-1",
    "/customers/CU-1",
    "/incidents/I-1",
    "/search?q=mount",
    "/escalations/E-1",
]
