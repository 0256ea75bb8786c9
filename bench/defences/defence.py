"""What is switched off, how, and which tests must notice."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Patch:
    """In a file of the copy. `old` stands there exactly once, so that a patch cannot silently miss."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Defence:
    """`sql` is run as a superuser in the tests' database once it is migrated."""

    name: str
    tests: tuple[str, ...]
    patches: tuple[Patch, ...] = ()
    sql: str = ""


def code(name: str, path: str, old: str, new: str, *tests: str) -> Defence:
    return Defence(name, tests, (Patch(f"src/escalations/{path}", old, new),))


def function(name: str, of: str, old: str, new: str, *tests: str) -> Defence:
    """A function of the database without a condition that it has; it is an error if it has not."""
    return functions(name, ((of, old, new),), *tests)


def functions(name: str, conditions: Sequence[tuple[str, str, str]], *tests: str) -> Defence:
    """Several of them at once: each a function, its condition, and what stands there without it."""
    return Defence(name, tests, sql="\n".join(_undone(*condition) for condition in conditions))


def _undone(of: str, old: str, new: str) -> str:
    return f"""DO $undo$ DECLARE told text; is_there boolean := false; BEGIN
      FOR told IN SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = '{of}' AND pronamespace = 'public'::regnamespace LOOP
        IF strpos(told, $old${old}$old$) = 0 THEN RAISE EXCEPTION '{of} has no such condition'; END IF;
        EXECUTE replace(told, $old${old}$old$, $new${new}$new$);
        is_there := true;
      END LOOP;
      IF NOT is_there THEN RAISE EXCEPTION 'there is no {of}'; END IF; END $undo$;"""
