"""Presence at a case by window; notices that are mailed to whom they concern."""

from pathlib import Path

from alembic import op

revision = "0024"
down_revision = "0023"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0024_windows_and_mentions.sql")


def downgrade() -> None:
    run_script("0024_windows_and_mentions_down.sql")
