"""A sentence of a template with the places in it: `{name}` for what is shown there, `<b>` for a tag within it. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import nodes

Translate = Callable[[str], str]
Make = Callable[[str], nodes.Expr]
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PLACE = re.compile(r"\{([^{}]+)\}|<(/?[a-z]+\d*)>")


@dataclass(frozen=True)
class Piece:
    """Text as it stands, or the nodes of what is shown or of a tag; `tag` is `b` or `/b`."""

    text: str = ""
    put: tuple[nodes.Expr, ...] = ()
    tag: str = ""

    @property
    def is_put(self) -> bool:
        return bool(self.put) and not self.tag

    @property
    def is_picture(self) -> bool:
        return self.is_put and name_of(self.put[0]) in ("icon", "key", "csrf", "presence", "initials")


def translated(pieces: list[Piece], translate: Translate, make: Make) -> list[nodes.Expr]:
    """The nodes that show the run in the other language, what stands around its sentence as it was."""
    first, last = _trimmed(pieces)
    inner = pieces[first:last]
    parts = _side_by_side(inner)
    if len(parts) > 1:
        found = [node for part in parts for node in translated(part, translate, make)]
        return [*_plain(pieces[:first], make), *found, *_plain(pieces[last:], make)]
    if not any(_LETTERS.search(piece.text) or _choice(piece) for piece in inner):
        return list(_plain(pieces, make))
    return [*_plain(pieces[:first], make), *_said(inner, translate, make), *_plain(pieces[last:], make)]


def _said(pieces: list[Piece], translate: Translate, make: Make) -> list[nodes.Expr]:
    """A word that depends on a condition makes two sentences of one: no language builds its plurals as another does."""
    for at, piece in enumerate(pieces):
        if (choice := _choice(piece)) is not None:
            ways = [_said([*pieces[:at], Piece(word), *pieces[at + 1 :]], translate, make) for word in _words(choice)]
            return [nodes.CondExpr(choice.test, *map(_one, ways))]
    return _filled(pieces, translate, make)


def _filled(pieces: list[Piece], translate: Translate, make: Make) -> list[nodes.Expr]:
    names = _names(pieces)
    message = "".join(name or piece.text for name, piece in zip(names, pieces, strict=True))
    plain = " ".join(message.split())
    told = translate(plain) if _LETTERS.search(_PLACE.sub("", plain)) else plain
    if told == plain:
        return list(_plain(pieces, make))
    head, tail = message[: len(message) - len(message.lstrip())], message[len(message.rstrip()) :]
    places = {name: piece for name, piece in zip(names, pieces, strict=True) if name}
    return list(_plain(list(_placed(head + told + tail, places)), make))


def _placed(told: str, places: dict[str, Piece]) -> Iterator[Piece]:
    at = 0
    for place in _PLACE.finditer(told):
        yield Piece(told[at : place.start()])
        yield places.get(place.group(), Piece(place.group()))
        at = place.end()
    yield Piece(told[at:])


def _plain(pieces: list[Piece], make: Make) -> Iterator[nodes.Expr]:
    for piece in pieces:
        if piece.put:
            yield from piece.put
        elif piece.text:
            yield make(piece.text)


def _one(found: list[nodes.Expr]) -> nodes.Expr:
    """Text of the template alone stays such: put together as an expression its tags would be shown as letters."""
    if len(found) > 1 and all(isinstance(node, nodes.TemplateData) for node in found):
        return nodes.TemplateData("".join(node.data for node in found if isinstance(node, nodes.TemplateData)))
    return found[0] if len(found) == 1 else nodes.Concat(found)


def _choice(piece: Piece) -> nodes.CondExpr | None:
    choice = piece.put[0] if piece.is_put else None
    has_letters = isinstance(choice, nodes.CondExpr) and any(
        letter.isalpha() for word in _words(choice) for letter in word
    )
    return choice if isinstance(choice, nodes.CondExpr) and is_choice(choice) and has_letters else None


def is_choice(node: nodes.Expr) -> bool:
    """Between two texts, or a text and nothing."""
    if not isinstance(node, nodes.CondExpr):
        return False
    return all(
        way is None or (isinstance(way, nodes.Const) and isinstance(way.value, str)) for way in (node.expr1, node.expr2)
    )


def _words(choice: nodes.CondExpr) -> list[str]:
    return [way.value if isinstance(way, nodes.Const) else "" for way in (choice.expr1, choice.expr2)]


def _trimmed(pieces: list[Piece]) -> tuple[int, int]:
    """Without blanks, pictures and tags around all of it, which a translation need not repeat."""
    first, last = 0, len(pieces)
    while first < last:
        head, tail = pieces[first], pieces[last - 1]
        if _is_around(head) or head.tag.startswith("/"):
            first += 1
        elif _is_around(tail) or (tail.tag and not tail.tag.startswith("/")):
            last -= 1
        elif head.tag and (shut := _shuts(pieces[first:last])) in (None, last - first - 1):
            first, last = first + 1, last - (shut is not None)
        elif tail.tag and tail.tag[1:] not in [piece.tag for piece in pieces[first : last - 1]]:
            last -= 1
        else:
            break
    return first, last


def _side_by_side(pieces: list[Piece]) -> list[list[Piece]]:
    """Tags with nothing but blanks between them are no sentence together."""
    parts, at = list[list[Piece]](), 0
    while at < len(pieces):
        end = _shuts(pieces[at:]) if pieces[at].tag else 0
        if end is None or not (pieces[at].tag or _is_around(pieces[at])):
            return [pieces]
        parts.append(pieces[at : at + end + 1])
        at += end + 1
    return parts


def _is_around(piece: Piece) -> bool:
    return piece.is_picture or not (piece.put or piece.text.strip())


def _shuts(pieces: list[Piece]) -> int | None:
    depth = 0
    for at, piece in enumerate(pieces):
        depth += (piece.tag == pieces[0].tag) - (piece.tag == "/" + pieces[0].tag)
        if at and not depth:
            return at
    return None


def _names(pieces: list[Piece]) -> list[str]:
    """Empty for text. What would be named alike is numbered."""
    seen, names = Counter[str](), list[str]()
    for piece in pieces:
        base = piece.tag or (name_of(piece.put[0]) if piece.put else "")
        seen[base] += bool(base) and not base.startswith("/")
        numbered = f"{base}{seen[base]}" if seen[base] > 1 else base
        names.append("" if not base else f"<{numbered}>" if piece.tag else f"{{{numbered}}}")
    return names


def name_of(node: nodes.Node) -> str:
    """What a translator reads where a value will stand."""
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        return str(node.attr)
    if isinstance(node, nodes.Filter) and node.node is not None:
        return str(node.name) if node.name in ("length",) else name_of(node.node)
    if isinstance(node, (nodes.Call, nodes.Getitem, nodes.UnaryExpr)):
        return name_of(node.node)
    if isinstance(node, nodes.CondExpr):
        return name_of(node.expr1)
    if isinstance(node, nodes.BinExpr):
        return name_of(node.left)
    return "it"
