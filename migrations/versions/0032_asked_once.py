"""Which boundaries a caller sees is looked up once in a transaction; when somebody was last given work only where it matters."""

from pathlib import Path

from alembic import op

revision = "0032"
down_revision = "0031"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0032_asked_once.sql")


def downgrade() -> None:
    run_script("0032_asked_once_down.sql")
