"""The most urgent open cases of covered customers are found in one index."""

from pathlib import Path

from alembic import op

revision = "0031"
down_revision = "0030"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0031_covered.sql")


def downgrade() -> None:
    run_script("0031_covered_down.sql")
