"""Searching at a million cases: facts of documents to filter by, their age in blocks, and a list of all words as they are spelt."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0014_search_at_scale.sql")


def downgrade() -> None:
    run_script("0014_search_at_scale_down.sql")
