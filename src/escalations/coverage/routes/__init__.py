"""Pages and API of being on call."""

from . import absences, api, api_agreeing, calendars, covering, keeping, overriding, showing, swapping

HANDLERS = [
    *showing.HANDLERS, *covering.HANDLERS, *keeping.HANDLERS, *overriding.HANDLERS, *swapping.HANDLERS, *calendars.HANDLERS,
    *absences.HANDLERS, *api.HANDLERS, *api_agreeing.HANDLERS,
]  # fmt: skip
