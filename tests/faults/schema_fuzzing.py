"""The description of the API taken at its word, and beyond it: schemathesis asks every operation in many odd ways."""

import asyncio
import re
import sys
from dataclasses import dataclass

CHECKS = "not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance"


@dataclass(frozen=True)
class Fuzzed:
    requests: int
    code: int
    told: str


async def fuzz_api(url: str, token: str, examples: int, seconds: float, *, seed: int = 7) -> Fuzzed:
    """At most `examples` for each operation and about `seconds` altogether. Nothing is ever a 5xx, and every answer is as described."""
    command = [
        sys.executable, "-W", "ignore", "-m", "schemathesis.cli", "run", f"{url}/api/openapi/openapi.json", "--header", f"Authorization: Bearer {token}",
        "--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--seed", str(seed), "--mode", "all",
        "--continue-on-failure", "--no-color", "--request-timeout", "30", "--suppress-health-check", "all", "--max-time", str(int(seconds)), "--workers", "2",
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    out, _ = await process.communicate()
    told = out.decode()
    counted = re.search(r"([\d,]+) generated", told)
    return Fuzzed(int(counted[1].replace(",", "")) if counted else 0, process.returncode or 0, told)
