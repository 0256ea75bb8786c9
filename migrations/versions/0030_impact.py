"""The impact of an incident is counted from its links alone."""

from pathlib import Path

from alembic import op

revision = "0030"
down_revision = "0029"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0030_impact.sql")


def downgrade() -> None:
    run_script("0030_impact_down.sql")
