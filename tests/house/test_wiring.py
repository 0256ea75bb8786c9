"""A room may omit a part; a room that is not there at all is a mistake and must be loud."""

import pytest

from escalations import wiring


def test_a_part_may_be_left_out() -> None:
    assert wiring._import_if_there("escalations.routing", "sweeps") is None


def test_a_missing_room_is_no_silence() -> None:
    with pytest.raises(ModuleNotFoundError):
        wiring._import_if_there("escalations.basement", "models")
