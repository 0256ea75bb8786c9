"""Which texts in Python code may come before a reader's eyes: everything but what goes to logs, databases and other programs. Pure."""

import ast
import re
from collections.abc import Iterator
from itertools import product

_LETTERS = re.compile(r"[^\W\d_]{2}|^ [dh]\b")
_SQL = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE FROM|WHERE|JOIN|CREATE|ALTER|BETWEEN|SET LOCAL|NOTIFY|LISTEN|ORDER BY|COALESCE)\b"
)
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CODE = re.compile(r"\S*[_/#=&:@<>*\\]\S*|[a-z0-9.{}-]*|[A-Z0-9_-]+|([A-Z][a-z]+){2,}|%\S*( %\S*)*")
_JOINED = re.compile(r"[a-z]+(-[a-z]+)+")
"""A word of two, as what a table is made of is called by; elsewhere it is a code."""
_TO_PROGRAMS = frozenset(
    [
        "nothing_to_record", "open_to_everyone", "CheckConstraint", "Index", "UniqueConstraint", "ForeignKeyConstraint", "ExcludeConstraint",
        "text", "Field", "info", "warning", "error", "debug", "exception", "compile", "execute", "exec", "ValueError", "RuntimeError",
        "AssertionError", "TypeError", "LookupError", "FromQuery", "Parameter", "encode", "strftime", "split", "literal_column", "fetch",
        "fetchrow", "TypeVar", "OpenAPIConfig", "Histogram", "Gauge", "CounterMetric", "Counter", "RecordContradiction", "getattr", "setattr",
        "ContextVar", "column", "refusal", "SecurityScheme",
    ]
)  # fmt: skip
"""Whoever is called so takes its texts to no reader."""


def sentences(source: str) -> Iterator[str]:
    """With `{name}` for what is put in. Each as often as it stands there."""
    yield from _of(ast.parse(source), in_table=False)


def event_names(source: str) -> Iterator[str]:
    """As a list of what can happen names them: `Case assigned`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith(("_", "About")):
            yield _CAPITAL.sub(" ", node.name).capitalize()


def _of(node: ast.AST, *, in_table: bool) -> Iterator[str]:
    if isinstance(node, ast.Assign) and any(_name(one) == "__all__" for one in node.targets):
        return
    if isinstance(node, (ast.Compare, ast.Subscript, ast.AnnAssign)) and not _is_table(node):
        return
    if isinstance(node, ast.Call) and _name(node.func) in _TO_PROGRAMS:
        return
    if isinstance(node, (ast.Constant, ast.JoinedStr)):
        yield from (" ".join(one.split()) for one in _messages(node) if _is_read(one, in_table=in_table))
        return
    if in_table and isinstance(node, ast.Call):
        yield from (
            str(one.value) for one in node.args if isinstance(one, ast.Constant) and _JOINED.fullmatch(str(one.value))
        )
    for child in _children(node):
        yield from _of(
            child,
            in_table=isinstance(node, ast.Dict) or (in_table and isinstance(node, (ast.Tuple, ast.List, ast.Call))),
        )


def _is_table(node: ast.AST) -> bool:
    return isinstance(node, ast.AnnAssign) or (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict))


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Without documentation, types and the keys of tables."""
    yield from (one for one in _parts(node) if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)))


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Dict):
        yield from node.values
    elif isinstance(node, ast.AnnAssign):
        yield from [node.value] if node.value else []
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from [*node.args.defaults, *(one for one in node.args.kw_defaults if one), *node.body]
    else:
        yield from ast.iter_child_nodes(node)


def _messages(node: ast.Constant | ast.JoinedStr) -> list[str]:
    """One for each way that words chosen by a condition can fall."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    return ["".join(parts) for parts in product(*(_ways(part) for part in node.values))]


def _ways(part: ast.expr) -> list[str]:
    match part:
        case ast.Constant(value=value):
            return [str(value)]
        case ast.FormattedValue(
            value=ast.IfExp(body=ast.Constant(value=str(one)), orelse=ast.Constant(value=str(other)))
        ):
            return [one, other]
    return [f"{{{_place(part)}}}"]


def _is_read(message: str, *, in_table: bool) -> bool:
    bare = re.sub(r"\{[^{}]*\}", "", message)
    if not _LETTERS.search(bare) or _SQL.search(message):
        return False
    return (
        " " in message.strip() or message[:1].isupper() or in_table
        if not _CODE.fullmatch(message)
        else in_table and message.isalpha()
    )


def _place(node: ast.AST) -> str:
    match node:
        case (
            ast.FormattedValue(value=value)
            | ast.Subscript(value=value)
            | ast.Starred(value=value)
            | ast.Await(value=value)
        ):
            return _place(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(func=func, args=args):
            return (
                _place(args[0])
                if args and _name(func) in {"str", "len", "int", "exact", "spell", "abs"}
                else _place(func)
            )
        case ast.IfExp(body=inner) | ast.BinOp(left=inner) | ast.BoolOp(values=[inner, *_]):
            return _place(inner)
    return "it"


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
