"""No dead ends: alarms and incidents that nobody knows of any more, escalations and engagements of people without a clearance."""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0014"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0015_no_dead_ends.sql")


def downgrade() -> None:
    run_script("0015_no_dead_ends_down.sql")
