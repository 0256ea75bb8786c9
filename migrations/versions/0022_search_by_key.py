"""Words are looked up by the key of their list, and every definer pins its whole search path."""

from pathlib import Path

from alembic import op

revision = "0022"
down_revision = "0021"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run(script: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run((SQL / "0022_search_by_key.sql").read_text())


def downgrade() -> None:
    """The functions are again those of the release before, which stand in its script after what it made of the table."""
    before = (SQL / "0021_search_newest_first.sql").read_text()
    run(before[before.index("CREATE OR REPLACE FUNCTION search_walk") :])
    run((SQL / "0022_search_by_key_down.sql").read_text())
