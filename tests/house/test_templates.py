"""Templates fit together: what a response replaces exists, what is included exists, what is drawn is in the sprite."""

import re
from pathlib import Path

from escalations.platform.assets import ICONS
from escalations.platform.resources import resource_dir

FOLDER = resource_dir("templates")
TEMPLATES = {str(path.relative_to(FOLDER)): path.read_text() for path in sorted(FOLDER.rglob("*.html"))}
SOURCES = {path: path.read_text() for path in (Path(__file__).resolve().parents[2] / "src").rglob("*.py")}
PARTIAL = re.compile(r'<hx-partial hx-target="#([\w-]+)"[^>]*>\s*\{%-? include "([^"]+)"')


def test_every_replaced_part_is_the_root_of_the_part_that_replaces_it() -> None:
    lost = [
        f"{name}: #{target} is not the root of {part}"
        for name, text in TEMPLATES.items()
        for target, part in PARTIAL.findall(text)
        if not re.search(rf'id="{target}"', _first_tag(TEMPLATES[part]))
    ]
    assert lost == []


def _first_tag(text: str) -> str:
    """The opening of the root: a tag, or the macro call that writes it."""
    bare = re.sub(
        r"\{#.*?#\}|\{%-? *set \w+ *-?%\}.*?\{%-? *endset *-?%\}|\{%-? *(import|set|if).*?%\}",
        "",
        text,
        flags=re.DOTALL,
    )
    tag = re.search(r"<[a-z][^>]*>|\{% *call[^%]*%\}|\{\{ *ui\.[^}]*\}\}", bare)
    return tag[0] if tag else ""


def test_everything_named_exists() -> None:
    named = {
        part for text in TEMPLATES.values() for part in re.findall(r'\{%-? *(?:include|extends|import) "([^"]+)"', text)
    }
    named |= {part for text in SOURCES.values() for part in re.findall(r'"([\w/]+\.html)"', text)}
    whole = {name for name in named if name.endswith(".html")}
    assert sorted(whole - set(TEMPLATES)) == []


def test_nothing_lies_around_unused() -> None:
    everything = "\n".join([*TEMPLATES.values(), *SOURCES.values()])
    unused = [name for name in TEMPLATES if f'"{name}"' not in everything and not name.startswith("errors/")]
    assert unused == []


def test_every_icon_is_in_the_sprite() -> None:
    drawn = {
        icon
        for text in TEMPLATES.values()
        for icon in re.findall(r'(?:ui\.|words\.)icon\("([\w-]+)"|icon="([\w-]+)"', text)
    }
    names = {name for pair in drawn for name in pair if name} | set(
        re.findall(r'RailItem\("[^"]+", "[^"]+", "([\w-]+)"', "".join(SOURCES.values()))
    )
    assert sorted(names - set(ICONS.split())) == []


def test_the_strict_policy_has_nothing_to_refuse() -> None:
    forbidden = re.compile(r'\sstyle="|<script>|\shx-on|="js:|javascript:|\son(click|change|submit|load)=')
    assert [name for name, text in TEMPLATES.items() if forbidden.search(text)] == []
