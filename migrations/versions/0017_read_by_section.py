"""Known issues are read section by section: what is kept of their meaning is made anew."""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0017_read_by_section.sql")


def downgrade() -> None:
    run_script("0017_read_by_section_down.sql")
