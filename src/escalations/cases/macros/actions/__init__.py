"""Every verb on macros."""

from .applying import Applied, apply_macro, preview_macro
from .keeping import MacroText, add_macro, retire_macro, revise_macro

__all__ = ["Applied", "MacroText", "add_macro", "apply_macro", "preview_macro", "retire_macro", "revise_macro"]
