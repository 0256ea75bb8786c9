"""The escalation desk: all states with their verbs, several cases, questions, transfers, drafts, learning, engineering issues, trackers."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0009_escalation_desk.sql")


def downgrade() -> None:
    run_script("0009_escalation_desk_down.sql")
