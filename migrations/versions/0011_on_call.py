"""On call and coverage: rotations, shifts, overrides, swaps, absences, calendars, known gaps."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0011_on_call.sql")


def downgrade() -> None:
    run_script("0011_on_call_down.sql")
