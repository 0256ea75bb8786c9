"""How wide and high an attached picture is, so that a page leaves it the room it needs and no more."""

from alembic import op
from sqlalchemy import Column, Integer

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.add_column("attachment", Column("width", Integer))
    op.add_column("attachment", Column("height", Integer))


def downgrade() -> None:
    op.drop_column("attachment", "height")
    op.drop_column("attachment", "width")
