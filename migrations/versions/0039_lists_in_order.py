"""Lists of a region and of a customer's closed cases come in the order of an index, and late cases are counted by a small one."""

from pathlib import Path

from alembic import op

revision = "0039"
down_revision = "0038"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0039_lists_in_order.sql")


def downgrade() -> None:
    run_script("0039_lists_in_order_down.sql")
