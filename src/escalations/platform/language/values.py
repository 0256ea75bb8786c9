"""Which values that a template shows may be sentences of the program, to be told in the reader's language when the page is made. Pure."""

from collections.abc import Collection

from jinja2 import nodes

from .runs import name_of

PEOPLES = frozenset(
    {
        "address", "asked", "at", "author", "author_name", "body", "by", "code", "comment", "contact", "count", "customer", "description", "email",
        "filename", "host", "html", "id", "key", "length", "name", "names", "number", "owner", "path", "person_name", "phone", "product_group", "q",
        "quote", "ref", "subject", "text", "title", "typed", "url", "value", "version", "who",
    }
)  # fmt: skip
"""What people wrote, or what names things, by the last part of the expression: never exchanged, whatever it says."""
OURS = frozenset(
    {
        "alarm.title", "band.title", "chip.text", "clock.text", "debt.title", "event.text", "event.title", "group.title", "item.text", "job.name", "line.text", "notice.text",
        "old.text", "part.title", "text", "title",
    }
)  # fmt: skip
"""Exceptions from these: what the program says under such a name."""
_AS_IT_IS = frozenset(
    {
        "abs", "e", "escape", "float", "html", "int", "length", "round", "safe", "string", "sum", "tojson", "urlencode", "xmlattr",
    }
)  # fmt: skip
_BEFORE = frozenset(
    {"capitalize", "d", "default", "in_zone", "join", "lower", "replace", "title", "trim", "truncate", "upper"}
)
"""Filters of which what goes in is told, not what comes out."""
_NO_WORDS = frozenset({"astimezone", "caller", "format", "isoformat", "loop", "panel", "super"})


def _is_peoples(node: nodes.Expr, own: Collection[str]) -> bool:
    if isinstance(node, nodes.Name):
        return node.name in own or (node.name in PEOPLES and node.name not in OURS)
    if not isinstance(node, (nodes.Getattr, nodes.Getitem)):
        return False
    return name_of(node) in PEOPLES and f"{name_of(node.node)}.{name_of(node)}" not in OURS


def told(node: nodes.Expr, own: Collection[str] = ()) -> nodes.Expr:
    """`own` are names whose values come translated from whoever calls."""
    if _is_peoples(node, own) or (isinstance(node, nodes.Call) and name_of(node) in _NO_WORDS):
        return node
    if isinstance(node, nodes.Filter) and node.node is not None:
        if node.name in _AS_IT_IS:
            return node
        if node.name in _BEFORE:
            node.node = node.node if isinstance(node.node, nodes.Const) else told(node.node, own)
            return node
    if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Call)):
        return nodes.Filter(node, "said", [], [], None, None, lineno=node.lineno)
    return node
