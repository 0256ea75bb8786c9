"""What people type into a search, by what is hard about it. Drawn from a filled world, so that each finds something."""

import random

import asyncpg

from bench.fill import vocabulary

COMMON = vocabulary()["words"][2:40]
EACH = 10


async def questions(admin: asyncpg.Connection) -> dict[str, list[str]]:
    """By class; drawn with a fixed seed."""
    chance = random.Random(7)
    rows = await admin.fetch(
        "SELECT title, resources[1] AS host, customer_id, family FROM support_case WHERE boundary = 'public' ORDER BY id DESC LIMIT 4000"
    )
    cases = chance.sample(rows, EACH)
    codes = await admin.fetch("SELECT DISTINCT unnest(error_codes) AS code FROM known_issue ORDER BY 1 LIMIT 40")
    pairs = [chance.sample(COMMON, 2) for _ in range(EACH)]
    titles = [case["title"].partition(": ")[2].split() for case in cases]
    return {
        "a rare word": [case["host"] for case in cases],
        "one common word": [one for one, _ in pairs],
        "two common words": [" ".join(pair) for pair in pairs],
        "words of a title": [" ".join(words[:3]) for words in titles],
        "a word begun": [one[: chance.randint(3, max(3, len(one) - 2))] for one, _ in pairs],
        "misspelt": [f"{_slip(one, chance)} {other}" for one, other in pairs],
        "an error code": [row["code"] for row in chance.sample(codes, EACH)],
        "filters alone": [f"sev:{chance.choice('abc')} family:{case['family']} is:{chance.choice(['open', 'closed'])}" for case in cases],
        "common word, common filters": [f"{one} family:{case['family']} is:closed" for (one, _), case in zip(pairs, cases, strict=True)],
        "common words, rare filters": [f"{one} {other} sev:a is:open family:{case['family']}" for (one, other), case in zip(pairs, cases, strict=True)],
        "common word, one customer": [f"{one} customer:CU-{case['customer_id']}" for (one, _), case in zip(pairs, cases, strict=True)],
    }  # fmt: skip


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randint(1, max(1, len(word) - 2))
    return (
        chance.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))
        if len(word) > 4
        else word
    )
