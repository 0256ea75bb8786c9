"""Every verb about being on call."""

from .absenting import add_absence, cancel_absence
from .keeping import NewRotation, end_rotation, make_rotation, revise_rotation
from .overriding import cancel_override, override_shift
from .planning import fill, hold_plan
from .swapping import accept_swap, ask_swap, decline_swap, withdraw_swap

__all__ = [
    "NewRotation",
    "accept_swap",
    "add_absence",
    "ask_swap",
    "cancel_absence",
    "cancel_override",
    "decline_swap",
    "end_rotation",
    "fill",
    "hold_plan",
    "make_rotation",
    "override_shift",
    "revise_rotation",
    "withdraw_swap",
]
