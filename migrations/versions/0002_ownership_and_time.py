"""Ownership and time: transfers, swarms, proposals, notices, where time went, thresholds of warnings, and what the search engine lacks."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0002_ownership_and_time.sql")


def downgrade() -> None:
    run_script("0002_ownership_and_time_down.sql")
