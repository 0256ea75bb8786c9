"""What is estimated beside what is counted, in words."""

from .counted import counted


def difference(estimated: int, count: int) -> str:
    """`count` is of customers with a linked case."""
    if estimated == count:
        return "as many as the linked cases say"
    more = estimated - count
    if more > 0:
        return f"{counted(more, 'customer')} more than have a linked case"
    return f"{counted(-more, 'customer')} fewer than have a linked case: the estimate is too low"
