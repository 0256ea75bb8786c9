"""The reply gate: verdicts that mail depends on, drafts on the server, and what customers are recognised by in a text."""

from pathlib import Path

from alembic import op

revision = "0013"
down_revision = "0012"

SQL = Path(__file__).resolve().parents[1] / "sql"


def run_script(name: str) -> None:
    """Through the driver itself, which takes a script of many statements."""
    script = (SQL / name).read_text()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(script))


def upgrade() -> None:
    run_script("0013_reply_gate.sql")


def downgrade() -> None:
    run_script("0013_reply_gate_down.sql")
