"""Lists whose cost grew with all open cases: of a customer, of a family or region, of words, and all open escalations."""

from pathlib import Path

from alembic import op

revision = "0034"
down_revision = "0033"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0034_lists_at_size.sql")


def downgrade() -> None:
    run_script("0034_lists_at_size_down.sql")
