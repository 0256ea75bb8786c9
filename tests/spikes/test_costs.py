from tests.cast import Cast
from tests.house.test_query_counts import cost
from tests.spikes.scenes import an_alarm, rush, standing, sweep


async def test_a_spike_more_costs_no_statement_more(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    few = await cost(cast.dora, "/spikes"), await cost(cast.dora, f"/spikes/{alarm.ref}")
    await rush(cast.ada, family="networking", product=None)
    await rush(cast.ada, region="eastus")
    await sweep()
    assert len(await standing()) == 3
    many = await cost(cast.dora, "/spikes"), await cost(cast.dora, f"/spikes/{alarm.ref}")
    assert [len(one) for one in many] == [len(one) for one in few]
    assert len(few[0]) <= 9 and len(few[1]) <= 9
