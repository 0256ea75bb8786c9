"""Pages and API of being on call."""

from . import absences, api, calendars, covering, keeping, overriding, showing, swapping

HANDLERS = [
    *showing.HANDLERS, *covering.HANDLERS, *keeping.HANDLERS, *overriding.HANDLERS, *swapping.HANDLERS, *calendars.HANDLERS,
    *absences.HANDLERS, *api.HANDLERS,
]  # fmt: skip
