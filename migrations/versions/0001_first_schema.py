"""The first schema: every room's tables, row-level security, grants, the job queue, the dead-end view."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0001_first_schema.sql")
    op.execute("GRANT SELECT ON alembic_version TO escalations_app")


def downgrade() -> None:
    run_script("0001_first_schema_down.sql")
