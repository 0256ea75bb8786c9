"""What came in the last day against what is usual."""

from datetime import timedelta

from escalations.platform.time import now
from escalations.spikes.cells import Cell
from escalations.spikes.coming import HOURS, comings
from escalations.spikes.queries.arrivals import Arrival
from escalations.spikes.sensitivity import sensitivity
from tests.cast import Cast
from tests.desk.scenes import owned, unowned
from tests.support import browser_of, program_of


def test_customers_are_counted_once_in_each_hour() -> None:
    at = now()
    came = [Arrival(number, customer, at - age) for number, (customer, age) in enumerate([(1, timedelta(minutes=5)), (1, timedelta(minutes=9)), (2, timedelta(minutes=70)), (1, timedelta(minutes=70))])]  # fmt: skip
    (one,) = comings("public", ["storage", "identity"], {Cell("public", "storage"): came}, None, [], at, sensitivity())
    assert [bar.customers for bar in one.drawing.bars][-2:] == [2, 1] and len(one.drawing.bars) == HOURS
    assert one.came == 3 and one.usual is None and one.marks == ()
    assert not any(bar.stands_out for bar in one.drawing.bars), "what is usual is not known"


async def test_the_page_and_the_api_tell_of_ones_own_clouds(cast: Cast) -> None:
    await owned(cast)
    await unowned(cast, "germany")
    async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo, program_of(cast.ada) as program:
        html = (await ada.get("/spikes/arrivals")).text
        assert (
            'id="arrivals-storage"' in html and "1 came, too little is known" in html and "The same as a table" in html
        )
        assert 'href="/spikes/arrivals?boundary=usgov"' in html and "germany" not in html
        assert (await ada.get("/spikes/arrivals?boundary=germany")).status_code == 404
        assert 'id="arrivals-storage"' in (await cleo.get("/spikes/arrivals")).text
        (one,) = (await program.get("/api/spikes/arrivals")).json()
        assert one["family"] == "storage" and one["came"] == 1 and len(one["hours"]) == HOURS
        assert (await program.get("/api/spikes/arrivals", params={"boundary": "germany"})).status_code == 404
