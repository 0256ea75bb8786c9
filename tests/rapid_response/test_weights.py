from pathlib import Path

import pytest

from escalations.clocks.rule_files import BadRuleFile, read_rule_file
from escalations.platform.resources import resource_dir
from escalations.rapid_response.weights import Weights, weights

WRITTEN = (resource_dir("routing_rules") / "rapid_response.toml").read_text(encoding="utf-8")


def test_the_shipped_weights_are_good() -> None:
    assert weights().severity.A > weights().severity.B > weights().severity.C
    assert weights().bands.now > weights().bands.next


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("A = 40", "A = 3", "A must count at least as much as B"),
        ("from = 240\nto = 0", "from = 0\nto = 240", "being nearer would count less"),
        ("from = 60\nto = 1440", "from = 60\nto = 60", "waiting longer would count less"),
        ("each = 6", "each = -6", "greater than or equal to 0"),
        ("claimed_higher = 6", "claimed_higher = 15", "assessing a case as worse would count less"),
        ("now = 70", "now = 7", "must not lie below"),
        ("[escalated]", "[promoted]", "promoted"),
    ],
)
def test_weights_that_would_turn_the_board_around_are_refused(
    tmp_path: Path, good: str, bad: str, complaint: str
) -> None:
    file = tmp_path / "rapid_response.toml"
    file.write_text(WRITTEN.replace(good, bad))
    with pytest.raises(BadRuleFile, match=complaint):
        read_rule_file(file, Weights)
