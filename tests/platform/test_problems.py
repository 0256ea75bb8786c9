"""What is wrong with a request is said to who sent it."""

from tests.cast import Cast
from tests.support import program_of


async def test_a_wrong_field_named_like_a_dependency_is_the_callers_to_mend(cast: Cast) -> None:
    async with program_of(cast.dora) as program:
        for url, body in (
            ("/api/cases/C-1/help", {"person": "00", "question": "Can you look at this with me?"}),
            (
                "/api/on-call/OC-1/overrides",
                {"start": "2000-01-01T00:00:00Z", "end": "2000-01-02T00:00:00Z", "reason": ""},
            ),
        ):
            answer = await program.post(url, json=body)
            assert answer.status_code == 400, answer.text
            assert [one["field"] for one in answer.json()["fields"]] == ["person"]
