"""Incidents: many links at once and back, merging and splitting, impacted subscriptions, estimates, prepared replies."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0007_incidents.sql")


def downgrade() -> None:
    run_script("0007_incidents_down.sql")
