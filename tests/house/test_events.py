"""Every event can be told, is a fact in plain values, and comes back from its row as it went."""

import dataclasses
import json

from escalations.platform.events import Event

MINE = [kind for kind in Event.known.values() if kind.__module__.startswith("escalations.")]


def test_every_event_has_its_sentence() -> None:
    assert len(MINE) > 40
    silent = [kind.__name__ for kind in MINE if kind.told is Event.told and not kind.__subclasses__()]
    assert silent == []


def test_every_event_is_frozen_and_keyword_only() -> None:
    """So that a row's particulars rebuild it whatever the order of its fields."""
    for kind in MINE:
        assert dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen, kind.__name__  # type: ignore[attr-defined]
        assert all(field.kw_only for field in dataclasses.fields(kind)), kind.__name__


def test_an_event_survives_its_row() -> None:
    kind = Event.known["CaseAssigned"]
    event = kind(owner_id=3, owner="Ada", was=None)
    again = kind(**json.loads(json.dumps(dataclasses.asdict(event))))
    assert again == event and again.told() == "assigned it to Ada"
