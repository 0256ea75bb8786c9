"""Notices are read by what they are about: the newest of each thread, and what is new in the order of its coming."""

from alembic import op

revision = "0040"
down_revision = "0039"

UNSEEN = "seen_at IS NULL"


def upgrade() -> None:
    op.create_index("ix_notice_person_thread", "notice", ["person_id", "thread", "id"])
    op.drop_index("ix_notice_unseen", "notice")
    op.create_index("ix_notice_unseen", "notice", ["person_id", "id"], postgresql_where=UNSEEN)


def downgrade() -> None:
    op.drop_index("ix_notice_unseen", "notice")
    op.create_index("ix_notice_unseen", "notice", ["person_id"], postgresql_where=UNSEEN)
    op.drop_index("ix_notice_person_thread", "notice")
