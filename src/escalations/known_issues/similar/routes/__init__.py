"""What the page of a case shows of similar closed cases, and the same for programs."""

from . import api, beside_case

HANDLERS = [*beside_case.HANDLERS, *api.HANDLERS]
