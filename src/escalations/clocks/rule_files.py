"""How this room's rule files are read: strictly, and with the name of the file in every complaint."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class BadRuleFile(ValueError):
    pass


class RuleShape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Shape = TypeVar("Shape", bound=RuleShape)


def read_rule_file(path: Path, shape: type[Shape]) -> Shape:
    try:
        return shape.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise BadRuleFile(f"{path.name}: not TOML: {error}") from error
    except ValidationError as error:
        raise BadRuleFile("\n".join(f"{path.name}: {_place(e['loc'])}: {e['msg']}" for e in error.errors())) from error


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "the whole file"
