"""Memory that the process holds and nobody uses."""

import ctypes


def give_back() -> None:
    """Returns to the system what the C library keeps of memory that was freed. Does nothing where the library has no such call."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
