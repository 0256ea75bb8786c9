"""Searches beside a storm of cases about one thing: common words are met among more of the newest instead of everywhere."""

from pathlib import Path

from alembic import op

revision = "0035"
down_revision = "0034"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0035_storms.sql")


def downgrade() -> None:
    run_script("0035_storms_down.sql")
