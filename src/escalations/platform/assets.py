"""Puts in place what comes from node_modules: static/vendor (htmx, its SSE extension, one sprite of the icons the pages use) and
search/vendor (the word pieces that the language model reads)."""

import json
import re
import shutil
import sys
from pathlib import Path

from escalations.platform.resources import resource_dir

SCRIPTS = ("htmx.org/dist/htmx.min.js", "htmx.org/dist/ext/hx-sse.min.js")
PIECES = "bert-tokenizer/assets/vocab.json"
ICONS = """
    activity archive arrow-left arrow-right arrow-up-right at-sign ban bell bold book-open bookmark bot box brain building-2
    calendar calendar-clock chart-no-axes-column check chevron-down chevron-left chevron-right circle circle-alert circle-check
    circle-dot circle-help circle-pause circle-x clipboard-check clipboard-list clock cloud code cog copy corner-up-left download
    ellipsis external-link eye eye-off file-text filter fingerprint flag flame folder forward gauge git-branch git-merge globe
    hand hand-helping hash history hourglass house image inbox info key-round keyboard landmark layers life-buoy link link-2-off list
    list-checks list-filter list-todo lock log-in log-out mail map-pin megaphone menu merge message-square messages-square
    minus moon octagon-alert package panel-right paperclip pause pencil phone pin play plug plus puzzle radio refresh-cw reply
    rotate-ccw route save scale scroll-text search send server settings shield shield-alert shield-check siren
    sliders-horizontal sparkles split square-check-big star sun sun-moon tag target text-quote timer timer-off trash-2 triangle-alert
    trending-up undo-2 unlink user user-check user-plus users wrench x zap
"""


class NodeModulesMissing(Exception):
    pass


def build_assets(node_modules: Path, vendor: Path) -> list[Path]:
    missing = [name for name in (*SCRIPTS, PIECES) if not (node_modules / name).is_file()]
    if missing:
        raise NodeModulesMissing(f"{missing[0]} is not in {node_modules}. Run `npm ci` first.")
    vendor.mkdir(parents=True, exist_ok=True)
    copied = [Path(shutil.copyfile(node_modules / name, vendor / Path(name).name)) for name in SCRIPTS]
    sprite = vendor / "icons.svg"
    sprite.write_text(sprite_of(node_modules / "lucide-static/icons", ICONS.split()), encoding="utf-8")
    return [*copied, sprite]


def build_pieces(node_modules: Path, vendor: Path) -> Path:
    """One a line in the order of their numbers. The package marks a piece that begins a word; the model's own way is to mark the others."""
    pieces = json.loads((node_modules / PIECES).read_text("utf-8"))
    vendor.mkdir(parents=True, exist_ok=True)
    file = vendor / "wordpieces.txt"
    file.write_text("\n".join(map(_as_bert_has_it, pieces)), encoding="utf-8")
    return file


def _as_bert_has_it(piece: str) -> str:
    if piece.startswith("▁"):
        return piece[1:]
    return piece if re.fullmatch(r"\[\w+\]", piece) else f"##{piece}"


def sprite_of(folder: Path, names: list[str]) -> str:
    symbols = "\n".join(symbol(folder / f"{name}.svg") for name in sorted(names))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def symbol(file: Path) -> str:
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
    if drawing is None:
        raise ValueError(f"{file.name} holds no drawing")
    shapes = " ".join(drawing[1].split())
    return f'<symbol id="{file.stem}" viewBox="0 0 24 24">{shapes}</symbol>'


def main() -> int:
    static = resource_dir("static")
    node_modules = static.parent / "node_modules"
    try:
        files = build_assets(node_modules, static / "vendor")
        files.append(build_pieces(node_modules, resource_dir("search") / "vendor"))
    except NodeModulesMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    for file in files:
        print(f"{file.relative_to(static.parent)}  {file.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
