"""Spikes: alarms on arrivals with their frozen evidence, and the index that past arrivals are counted by."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0006_spikes.sql")


def downgrade() -> None:
    run_script("0006_spikes_down.sql")
