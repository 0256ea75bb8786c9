"""The texts of the demo world, and the filling of their blanks."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ...catalog.loading import catalogue

FOLDER = Path(__file__).parent / "content"


@cache
def content(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def product_key(spoken: str) -> str | None:
    """People say `AKS`; the catalogue says `aks`."""
    product = catalogue().product_named(spoken)
    return product.key if product else None


def clean(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text).strip()


@dataclass
class Blanks:
    """What stands in for {resource}, {region} and the others in one story."""

    random: Random
    resource: str
    region: str
    subscription: str
    customer: str
    at: datetime
    used: dict[str, str] = field(default_factory=dict)

    def fill(self, text: str, at: datetime | None = None) -> str:
        moment = at or self.at
        values = {
            "resource": self.resource, "region": self.region, "subscription": self.subscription, "customer": self.customer,
            "time": f"{moment - timedelta(minutes=self.random.randint(5, 90)):%Y-%m-%d %H:%M} UTC",
            "count": str(self.random.randint(3, 40)),
            "update_time": f"{moment + timedelta(hours=self.random.choice((1, 2, 4))):%H:%M} UTC",
        }  # fmt: skip
        return clean(re.sub(r"\{(\w+)\}", lambda blank: values.get(blank[1], blank[0]), text))


def resource_name(random: Random, family: str) -> str:
    stem = random.choice(content("cases")["resource_names"][family])
    return f"{stem}-{random.choice(('prod', 'prod', 'prod', 'test', 'stage'))}-{random.randint(1, 9):02d}"
