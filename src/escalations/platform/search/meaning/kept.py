"""What a text means as it is kept: one vector, or, packed into one value, one for each of its sections."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WIDE, STEPS = 384, 127
PACKED = b"\x01"
"""Before the vectors of sections, whose numbers have eight bits each: no single vector is of odd length."""
NEAREST = 3
"""Sections that count: one alone may be near by chance, and most of a long article is about something else."""


def packed(vectors: Sequence[bytes]) -> bytes | None:
    """Several vectors of halves in half the room; their lengths are not kept."""
    if not vectors:
        return None
    rows = np.frombuffer(b"".join(vectors), np.float16).reshape(-1, WIDE).astype(np.float32)
    rows *= STEPS / np.abs(rows).max(axis=1, keepdims=True)
    return PACKED + rows.round().astype(np.int8).tobytes()


def nearness(one: bytes, other: bytes) -> float:
    """0 for nothing in common to 1 for the same, over the nearest sections of the other; what points apart counts as nothing."""
    near = np.sort(_rows(other) @ _rows(one)[0])[-NEAREST:]
    return max(0.0, float(near.mean()))


def _rows(kept: bytes) -> NDArray[np.float32]:
    if not kept.startswith(PACKED) or len(kept) % 2 == 0:
        return np.frombuffer(kept, np.float16).reshape(-1, WIDE).astype(np.float32)
    rows = np.frombuffer(kept, np.int8, offset=1).reshape(-1, WIDE).astype(np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
