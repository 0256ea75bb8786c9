"""A template as it reads in another language: the tree that Jinja makes of it, with its texts exchanged before it is compiled."""

from collections.abc import Iterable, Mapping

from jinja2 import nodes

from .markup import INLINE, Place, tag_name
from .runs import Piece, Translate, is_choice, translated
from .shown import Shown, Signature, arguments_of


class Translation:
    """Of one template. `macros` says the parameters of the macros that other files offer, `is_parts` that it is such a file itself:
    then what its macros are given has been told by who calls them."""

    def __init__(self, translate: Translate, macros: Mapping[str, Signature], *, is_parts: bool = False) -> None:
        self.translate, self.macros, self.is_parts = translate, dict(macros), is_parts
        self.shown = Shown(translate, lambda callee: arguments_of(self.macros, callee))
        self.place = Place()

    def of(self, tree: nodes.Template) -> nodes.Template:
        self.macros |= signatures(tree)
        self._all(tree.body)
        _date(tree)
        return tree

    def _all(self, statements: Iterable[nodes.Node]) -> None:
        for one in statements:
            self._statement(one)

    def _statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            node.nodes = list(self._output(node.nodes))
        elif isinstance(node, nodes.If):
            self._branches(node)
        elif isinstance(node, nodes.Assign) and isinstance(node.node, nodes.Expr):
            node.node = self.shown.maybe(node.node)
        elif isinstance(node, nodes.CallBlock):
            self.shown.of(node.call)
            self._apart(node.body)
        elif isinstance(node, nodes.For):
            if isinstance(node.iter, (nodes.List, nodes.Tuple)):
                node.iter = self.shown.maybe(node.iter)
            self._all(node.body)
            self._all(node.else_)
        elif isinstance(node, (nodes.Macro, nodes.Block, nodes.AssignBlock)):
            own = self.shown.own
            if isinstance(node, nodes.Macro):
                node.defaults = self._defaults(node)
                self.shown.own = own | {arg.name for arg in node.args} if self.is_parts else own
            if not (isinstance(node, nodes.Block) and node.name.endswith("_class")):
                self._apart(node.body)
            self.shown.own = own
        elif isinstance(node, (nodes.With, nodes.FilterBlock, nodes.Scope, nodes.ScopedEvalContextModifier)):
            self._all(node.body)

    def _defaults(self, node: nodes.Macro) -> list[nodes.Expr]:
        named = node.args[len(node.args) - len(node.defaults) :]
        return [self.shown.default(arg.name, one) for arg, one in zip(named, node.defaults, strict=True)]

    def _apart(self, statements: list[nodes.Node]) -> None:
        """A body that is shown elsewhere begins as text, and the text around it goes on as it was."""
        around, self.place = self.place, Place()
        self._all(statements)
        self.place = around

    def _branches(self, node: nodes.If) -> None:
        before = self.place.copy()
        self._all(node.body)
        after = self.place
        for branch in [*(other.body for other in node.elif_), node.else_]:
            self.place = before.copy()
            self._all(branch)
        self.place = after

    def _output(self, parts: list[nodes.Expr]) -> Iterable[nodes.Expr]:
        run: list[Piece] = []
        for piece in self._pieces(parts):
            if piece.tag.strip("/") not in INLINE | {""} or piece.tag == "|":
                yield from self._run(run)
                yield from piece.put
                run = []
            else:
                run.append(piece)
        yield from self._run(run)

    def _run(self, pieces: list[Piece]) -> list[nodes.Expr]:
        return translated(pieces, self.translate, nodes.TemplateData)

    def _pieces(self, parts: list[nodes.Expr]) -> Iterable[Piece]:
        """A tag that began in an earlier output, or ends in a later one, is no part of a sentence."""
        tag = list[Piece]()
        began_outside = self.place.in_tag
        for part in parts:
            for kind, node, ends in self._atoms(part):
                if kind == "text":
                    yield Piece(node.data) if isinstance(node, nodes.TemplateData) else Piece(put=(self._put(node),))
                    continue
                tag.append(Piece(node.data if isinstance(node, nodes.TemplateData) else "", (node,), kind))
                if ends or kind == "silent":
                    source = "".join(piece.text for piece in tag)
                    name = (
                        "|"
                        if began_outside or kind == "silent"
                        else source[1:2].strip("abcdefghijklmnopqrstuvwxyz") + tag_name(source)
                    )
                    yield Piece(put=tuple(self._attributes(tag)), tag=name)
                    tag, began_outside = [], False
        if tag:
            yield Piece(put=tuple(self._attributes(tag)), tag="|")

    def _put(self, node: nodes.Expr) -> nodes.Expr:
        return node if is_choice(node) else self.shown.of(node)

    def _atoms(self, part: nodes.Expr) -> Iterable[tuple[str, nodes.Expr, bool]]:
        if isinstance(part, nodes.TemplateData):
            for kind, chunk, ends in self.place.chunks(part.data):
                yield kind, nodes.TemplateData(chunk), ends
        else:
            yield self.place.kind, part, False

    def _attributes(self, tag: list[Piece]) -> Iterable[nodes.Expr]:
        """Of a tag: its attributes that are read are sentences of their own."""
        run: list[Piece] = []
        for piece in [*tag, Piece(tag="end")]:
            if piece.tag == "read":
                run.append(Piece(piece.text) if piece.text else Piece(put=(self._put(piece.put[0]),)))
                continue
            yield from self._run(run)
            yield from piece.put
            run = []


def _date(tree: nodes.Template) -> None:
    """Days and months have other names and another order."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "strftime":
            call.args = [call.node.node, *call.args]
            call.node = nodes.EnvironmentAttribute("dated", lineno=call.lineno)


def signatures(tree: nodes.Template) -> dict[str, Signature]:
    return {macro.name: [arg.name for arg in macro.args] for macro in tree.find_all(nodes.Macro)}
