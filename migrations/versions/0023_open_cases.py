"""Open cases of a product, asleep, and in somebody's hands are found by indexes of their own."""

from pathlib import Path

from alembic import op

revision = "0023"
down_revision = "0022"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0023_open_cases.sql")


def downgrade() -> None:
    run_script("0023_open_cases_down.sql")
