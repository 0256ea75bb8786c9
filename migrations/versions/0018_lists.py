"""Lists that are kept, what was done to many cases at once, and the orders in which lists stand."""

from pathlib import Path

from alembic import op

revision = "0018"
down_revision = "0017"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0018_lists.sql")


def downgrade() -> None:
    run_script("0018_lists_down.sql")
