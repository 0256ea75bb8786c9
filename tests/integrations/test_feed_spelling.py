from escalations.integrations.feeds.spelling import spoken


def test_moments_in_the_id_of_a_vendor_are_told_to_the_minute() -> None:
    assert spoken("5e1f00aa 2026-11-22T13:42:43.581436+00:00") == "5e1f00aa 2026-11-22 13:42 UTC"
    assert spoken("77c0beef 2026-11-22T13:42:43Z") == "77c0beef 2026-11-22 13:42 UTC"
    assert spoken("77c0beef 2026-11-23T00:42:43+02:00") == "77c0beef 2026-11-22 22:42 UTC"


def test_anything_else_stays_as_the_vendor_wrote_it() -> None:
    for told in (
        "QT0X-QF2",
        "arn:aws:health:eu-west-1::event/EC2/1",
        "x 2026-13-45T99:42:43Z",
        "0001-01-01T00:00:00+23:00",
    ):
        assert spoken(told) == told
