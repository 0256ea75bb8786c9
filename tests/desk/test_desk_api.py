from escalations.routing.rule_files import rule_set
from tests.builders import STORY
from tests.cast import Cast
from tests.desk.scenes import owned, unowned
from tests.support import program_of


async def test_queues_for_programs(cast: Cast) -> None:
    free, german = await unowned(cast), await unowned(cast, "germany")
    async with program_of(cast.ada) as ada, program_of(cast.cleo) as cleo:
        storage = next(queue for queue in (await ada.get("/api/queues")).json() if queue["key"] == "storage")
        assert (storage["open"], storage["unowned"], storage["name"]) == (1, 1, "Storage")
        assert [case["ref"] for case in (await cleo.get("/api/queues/storage")).json()["cases"]] == [german.ref]
        answer = (await ada.get("/api/queues/storage?view=unowned&severity=B")).json()
        (line,) = answer["cases"]
        assert (line["ref"], line["family"], line["owner"], answer["after"]) == (free.ref, "storage", None, None)
        assert line["due_at"] and (await ada.get("/api/queues/storage?view=snoozed")).json()["cases"] == []
        for path in ("/api/queues/never_was", "/api/queues/storage?after=x", "/api/queues/storage?owner=x"):
            assert (await ada.get(path)).status_code == 404


async def test_a_trail_for_programs(cast: Cast) -> None:
    american = await owned(cast, "usgov")
    async with program_of(cast.ada) as ada, program_of(cast.cleo) as cleo:
        trail = (await ada.get(f"/api/audit/{american.subject}")).json()
        assert (
            trail["events"][-1]["action"] == "CaseOpened"
            and trail["events"][-1]["actor"] == cast.ada.ref
            and trail["before"] is None
        )
        older = (await ada.get(f"/api/audit/{american.subject}?before={trail['events'][0]['id']}")).json()
        assert older["events"] == trail["events"][1:]
        assert (await cleo.get(f"/api/audit/{american.subject}")).status_code == 404


async def test_a_trial_for_programs(cast: Cast) -> None:
    async with program_of(cast.pia) as pia:
        asked = {"text": f"Pods cannot mount the share\n{STORY}", "severity": "A", "boundary": "usgov"}
        told = (await pia.post("/api/rules/try", json=asked)).json()
        assert (told["family"], told["queue"], told["rule_set"]) == ("storage", "storage", rule_set().hash)
        assert told["sure"] and told["words"] and len(told["reasons"]) == 3
        assert (await pia.post("/api/rules/try", json={"text": "x", "boundary": "atlantis"})).status_code == 400


async def test_strangers_get_nothing(cast: Cast) -> None:
    async with program_of(cast.ada) as ada:
        ada.headers.pop("Authorization")
        for path in ("/api/queues", "/api/queues/storage", "/api/search?q=x", "/api/audit/case/1"):
            assert (await ada.get(path)).status_code == 401
