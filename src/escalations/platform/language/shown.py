"""Which texts inside an expression a reader will see, and which are names for the program. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from jinja2 import nodes

from .markup import READ
from .runs import Piece, Translate, is_choice, translated
from .values import told

Signature = Sequence[str]
Signatures = Callable[[nodes.Expr], Signature | None]
READ_ARGUMENTS = frozenset(
    [
        "title", "facts", "label", "labels", "action", "pairs", "summary", "text", "help", "options", "legend", "confirm", "note", "sentence",
        "action_text", "items", "headers", "caption", "hint", "lead", "start", "end", "unit", "to", "about", "via", "before", "words", "question",
        "name_text", "placeholder", "said",
    ]
)  # fmt: skip
"""Parameters of macros whose value is read by a person."""
READ_OF_PAIRS = {"options": 1, "headers": 0}
"""Which of a pair in these is read; the other is what is sent, or its look."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_CODE = re.compile(r"[a-z0-9_]*|.*(://|^/|^#).*|[\w.#/?=&-]*[/#?=&_][\w./?=&#-]*")


class Shown:
    def __init__(self, translate: Translate, signatures: Signatures) -> None:
        self.translate, self.signatures = translate, signatures
        self.own: frozenset[str] = frozenset()
        self.told_values = True

    def of(self, node: nodes.Expr, parameter: str = "") -> nodes.Expr:
        """The expression with the texts in it that are read translated, when its value is shown."""
        if isinstance(node, nodes.Const):
            return self._const(node)
        if isinstance(node, nodes.Concat):
            return self._concat(node)
        if isinstance(node, nodes.Call):
            return self._call(node)
        if isinstance(node, (nodes.Name, nodes.Getattr)):
            return self._told(node)
        if isinstance(node, nodes.CondExpr):
            node.expr1 = self.of(node.expr1, parameter)
            node.expr2 = self.of(node.expr2, parameter) if node.expr2 else None
        elif isinstance(node, (nodes.And, nodes.Or, nodes.Add)):
            node.left, node.right = self.of(node.left, parameter), self.of(node.right, parameter)
        elif isinstance(node, nodes.Filter) and node.node is not None:
            return self._filter(node, parameter)
        elif isinstance(node, (nodes.List, nodes.Tuple)):
            node.items = [self._item(one, parameter) for one in node.items]
        elif isinstance(node, nodes.Getitem):
            if not isinstance(node.node, nodes.Dict):
                return self._told(node)
            self._values(node.node)
        elif isinstance(node, nodes.Dict):
            self._values(node)
        return node

    def _told(self, node: nodes.Expr) -> nodes.Expr:
        return told(node, self.own) if self.told_values else node

    def _filter(self, node: nodes.Filter, parameter: str) -> nodes.Expr:
        if isinstance(node.node, (nodes.Const, nodes.Concat, nodes.CondExpr, nodes.List)):
            node.node = self.of(node.node, parameter)
        if node.name in ("default", "join", "d"):
            node.args = [self.of(one) for one in node.args]
        return self._told(node)

    def _const(self, node: nodes.Const) -> nodes.Expr:
        text = node.value
        if not isinstance(text, str) or not _LETTERS.search(text):
            return node
        told = self.translate(" ".join(text.split()))
        if told == " ".join(text.split()):
            return node
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return nodes.Filter(nodes.Const(lead + told + tail), "told", [], [], None, None, lineno=node.lineno)

    def _concat(self, node: nodes.Concat) -> nodes.Expr:
        pieces = [self._piece(one) for one in _flat(node)]
        found = translated(pieces, self.translate, lambda text: nodes.Const(text, lineno=node.lineno))
        return found[0] if len(found) == 1 else nodes.Concat(found, lineno=node.lineno)

    def _piece(self, node: nodes.Expr) -> Piece:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return Piece(node.value)
        return Piece(put=(node if is_choice(node) else self.of(node),))

    def _item(self, node: nodes.Expr, parameter: str) -> nodes.Expr:
        read = READ_OF_PAIRS.get(parameter)
        if isinstance(node, nodes.Tuple) and read is not None:
            node.items = [self.of(one) if at == read else one for at, one in enumerate(node.items)]
            return node
        return self.of(node, parameter)

    def _values(self, node: nodes.Dict) -> None:
        for pair in node.items:
            pair.value = self.of(pair.value)

    def _call(self, node: nodes.Call) -> nodes.Expr:
        callee = node.node
        if (
            isinstance(callee, nodes.Getattr)
            and isinstance(callee.node, nodes.Const)
            and callee.attr in ("format", "join")
        ):
            callee.node = self.of(callee.node)
        elif isinstance(callee, nodes.Getattr) and isinstance(callee.node, nodes.Dict) and callee.attr == "get":
            self._values(callee.node)
            node.args = [*node.args[:1], *(self.of(one) for one in node.args[1:])]
        elif (names := self.signatures(callee)) is not None:
            self._arguments(node, names)
        else:
            return self._told(node)
        return node

    def _arguments(self, node: nodes.Call, names: Signature) -> None:
        node.args = [
            self._argument(name, one) for name, one in zip([*names, *[""] * len(node.args)], node.args, strict=False)
        ]
        for keyword in node.kwargs:
            keyword.value = self._argument(keyword.key, keyword.value)

    def _argument(self, name: str, node: nodes.Expr) -> nodes.Expr:
        if name == "attrs" and isinstance(node, nodes.Dict):
            for pair in node.items:
                if isinstance(pair.key, nodes.Const) and pair.key.value in READ:
                    pair.value = self.of(pair.value)
            return node
        return self.of(node, name) if name in READ_ARGUMENTS else node

    def default(self, name: str, node: nodes.Expr) -> nodes.Expr:
        return self._argument(name, node)

    def maybe(self, node: nodes.Expr) -> nodes.Expr:
        """What is put by under a name: only a text that can be nothing but words is taken for such."""
        careful = Shown(lambda text: text if _CODE.fullmatch(text) else self.translate(text), self.signatures)
        careful.told_values = False
        return careful.of(node)


def arguments_of(macros: Mapping[str, Signature], callee: nodes.Expr) -> Signature | None:
    """`field` for a macro of the same file, `ui.field` for one of another."""
    if isinstance(callee, nodes.Getattr) and isinstance(callee.node, nodes.Name):
        return macros.get(f"{callee.node.name}.{callee.attr}")
    return macros.get(callee.name) if isinstance(callee, nodes.Name) else None


def _flat(node: nodes.Concat) -> list[nodes.Expr]:
    return [part for one in node.nodes for part in (_flat(one) if isinstance(one, nodes.Concat) else [one])]
