"""Open cases of a kind, and what the links of an incident add up to, are kept; customers are found by parts of their names."""

from pathlib import Path

from alembic import op

revision = "0026"
down_revision = "0025"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0026_counts.sql")


def downgrade() -> None:
    run_script("0026_counts_down.sql")
