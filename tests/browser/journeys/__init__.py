"""Ten journeys of the people this is made for, each through several pages, with a colleague in a second window.

| file | whose | what they get done |
| --- | --- | --- |
| `test_support_engineer` | support engineer | a mail becomes a case that is answered from what is known |
| `test_one_case_two_people` | support engineer, duty lead | a reply is written while the case changes hands |
| `test_shift_change` | two support engineers | the shift ends: a pack and a shift change hands |
| `test_product_group` | product-group engineer | an escalation is asked about, answered and resolved |
| `test_rapid_response` | rapid-response lead | a top customer is led, with a promise kept |
| `test_duty_lead` | duty lead | a case whose owner is gone is caught and given to somebody |
| `test_communications` | communications lead | two of them on one incident, and what the cases are told |
| `test_programme_manager` | sovereign-cloud programme manager | a gap of coverage is green only once somebody stands in it |
| `test_boundaries` | administrator, sovereign-cloud engineer | a clearance opens a cloud, and takes it away at once |
| `test_auditor` | auditor | reads along and changes nothing |
"""

from playwright.async_api import Page


async def go(page: Page, path: str) -> None:
    """Until the modules run: keys pressed before are lost."""
    await page.goto(path)
    await page.wait_for_load_state("load")


async def arrives(page: Page, address: str) -> None:
    """After a click that leads to another page."""
    await page.wait_for_url(address)
    await page.wait_for_load_state("load")
