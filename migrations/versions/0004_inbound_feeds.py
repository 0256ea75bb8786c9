"""Inbound feeds: what cloud vendors and monitors say, kept as they said it, beside our own incidents."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0004_inbound_feeds.sql")


def downgrade() -> None:
    run_script("0004_inbound_feeds_down.sql")
