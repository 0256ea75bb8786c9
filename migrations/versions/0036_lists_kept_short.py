"""Lists that a table of a million cases made slower: words of open cases, and indexes that had to ask the table."""

from pathlib import Path

from alembic import op

revision = "0036"
down_revision = "0035"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0036_lists_kept_short.sql")


def downgrade() -> None:
    run_script("0036_lists_kept_short_down.sql")
