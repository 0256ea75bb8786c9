"""Searching as one types: fewer postings are met for what is not a case, and for common words none."""

from pathlib import Path

from alembic import op

revision = "0021"
down_revision = "0020"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0021_search_newest_first.sql")


def downgrade() -> None:
    run_script("0021_search_newest_first_down.sql")
