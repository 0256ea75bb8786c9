"""Models on disk: read whole or not at all, written whole or not at all, and read again when the file changes."""

import os
import tempfile
from functools import cache
from pathlib import Path

import msgspec
import structlog

from ...platform.resources import resource_dir
from ...platform.settings import settings
from ...platform.watching import Watch
from .model import FORMAT, TextModel

log = structlog.get_logger()
SHIPPED = "text_model.json"


class ModelError(ValueError):
    """The file is not a model that can be used; the message says why and what to do."""


def load_model(path: Path) -> TextModel:
    try:
        model = msgspec.json.decode(path.read_bytes(), type=TextModel)
    except FileNotFoundError:
        raise ModelError(f"{path} is missing. Make it with: escalations routing train --output {path.name}") from None
    except (OSError, msgspec.DecodeError) as wrong:
        raise ModelError(f"{path} is not a model of texts: {wrong}. Train it again.") from None
    if model.format != FORMAT:
        raise ModelError(f"{path} has format {model.format}, this version reads {FORMAT}. Train it again.")
    width = len(model.families)
    rows = (*(weights[1:] for weights in model.features.values()), *model.catalogue.values(), model.base)
    if not width or any(len(row) != width for row in rows):
        raise ModelError(f"{path} contradicts itself: not every feature has a weight for each family. Train it again.")
    return model


def save_model(model: TextModel, path: Path) -> None:
    """The same model gives the same bytes. Nobody ever sees half a file."""
    written = msgspec.json.encode(model).replace(b'],"', b'],\n"') + b"\n"
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class ModelFile:
    """What is in force: the file as it was when it last was in order."""

    def __init__(self, path: Path, every: float = 1.0, settle: float = 0.25) -> None:
        self.path = path
        self._watch = Watch(lambda: [path], every, settle)
        self._model = load_model(path)

    def model(self) -> TextModel:
        if self._watch.changed():
            try:
                self._model = load_model(self.path)
                log.info("model of texts taken over", file=str(self.path))
            except ModelError as refused:
                log.error("model of texts refused, the last good one stays", complaint=str(refused))
        return self._model


def shipped_path() -> Path:
    return resource_dir("routing_rules") / SHIPPED


def text_model() -> TextModel:
    return _in_force().model()


@cache
def _in_force() -> ModelFile:
    """The one that is set, or where that cannot be used the one that ships: a case is opened in any event."""
    chosen = settings().routing_model
    if chosen is not None:
        try:
            return ModelFile(chosen)
        except ModelError as refused:
            log.error("model of texts refused, the one that ships is used", complaint=str(refused))
    return ModelFile(shipped_path())
