"""What the very first start shows: pages over a demo world that this same process has just loaded."""

import asyncio
import os
import sys
from pathlib import Path

FIRST_START = """
import asyncio
from escalations.cli import serving
from escalations.platform.web.templates import environment

async def an_address():
    return "postgresql://nobody@nowhere/nothing"

async def not_yet():
    return False

async def a_world_that_renders():
    environment().get_template("ui.html").make_module()

async def a_page(*parts):
    serving.create_app()
    print(environment().get_template("ui.html").make_module().boundary("usgov"))

serving.database_url, serving.is_loaded, serving.load_demo, serving.supervise = an_address, not_yet, a_world_that_renders, a_page
asyncio.run(serving.serve(True, True))
"""


async def test_pages_know_the_names_of_things_after_a_demo_world_was_loaded(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", FIRST_START, env=env | {"ESCALATIONS_ENV": "development", "ESCALATIONS_HOME": str(tmp_path)}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == 0 and "US Gov" in out.decode(), err.decode()
