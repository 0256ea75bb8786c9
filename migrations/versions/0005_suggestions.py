"""What is kept of a document for looking at it closely: its headings, what it is about and how much, and what it means."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0005_suggestions.sql")


def downgrade() -> None:
    run_script("0005_suggestions_down.sql")
