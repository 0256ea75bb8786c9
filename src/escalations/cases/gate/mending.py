"""A remedy applied to a text. Pure."""

from .finding import Finding, Remedy


def mended(text: str, finding: Finding, remedy: Remedy) -> str:
    """With the finding's place replaced; a removal takes along the space that it leaves twice, or the line that it leaves empty."""
    before, after = text[: finding.start], text[finding.end :]
    if not remedy.instead:
        if (not before or before.endswith("\n")) and after.startswith("\n"):
            after = after[1:]
        elif before.endswith(" ") and (not after or after[0] in " .,;:!?\n"):
            before = before.rstrip(" ")
    return before + remedy.instead + after
