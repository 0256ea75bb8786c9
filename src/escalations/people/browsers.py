"""What a person calls the browser that says of itself `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 …`."""

import re

_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"), ("Opera", r"OPR/(\d+)"), ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:Headless)?(?:Chrome|CriOS)/(\d+)"), ("Safari", r"Version/(\d+)[\d.]* (?:Mobile/\w+ )?Safari"),
)  # fmt: skip
"""The first that fits: each of them also gives the names of those after it."""
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("ChromeOS", "CrOS"),
    ("macOS", "Mac OS X|Macintosh"), ("Linux", "Linux|X11"),
)  # fmt: skip


def browser_named(agent: str) -> str:
    """`Chrome 156, Linux`; of what is no browser the first word it says."""
    found = next(
        (f"{name} {match[1]}" for name, pattern in _BROWSERS if (match := re.search(pattern, agent))),
        agent.split(" ")[0].replace("/", " "),
    )
    system = next((name for name, pattern in _SYSTEMS if re.search(pattern, agent)), "")
    return ", ".join(filter(None, (found, system)))
