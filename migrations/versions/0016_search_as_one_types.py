"""Searching as one types, at a million cases: less is met in the index, a few of each kind are ranked, and no texts are quoted."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0016_search_as_one_types.sql")


def downgrade() -> None:
    run_script("0016_search_as_one_types_down.sql")
