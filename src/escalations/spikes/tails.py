"""How unlikely a count is under a Gamma-Poisson (negative binomial) law."""

from math import exp, lgamma, log, log1p

_NEGLIGIBLE = 1e-17


def chance_of_at_least(count: int, mean: float, shape: float) -> float:
    """P(X >= count) for X of the given mean and variance mean + mean²/shape. Summed on the short side of the mean, so that
    a chance far below 1e-16 is still told apart from nothing."""
    if count <= 0:
        return 1.0
    if count <= mean:
        return max(0.0, 1.0 - _sum(0, mean, shape, upto=count))
    return min(1.0, _sum(count, mean, shape))


def _sum(start: int, mean: float, shape: float, upto: int | None = None) -> float:
    ratio = mean / (mean + shape)
    term = exp(_log_mass(start, mean, shape))
    total, at = 0.0, start
    while at != upto:
        total += term
        term *= ratio * (at + shape) / (at + 1)
        at += 1
        if term <= total * _NEGLIGIBLE and upto is None:
            break
    return total


def _log_mass(count: int, mean: float, shape: float) -> float:
    choose = lgamma(count + shape) - lgamma(shape) - lgamma(count + 1)
    return choose - shape * log1p(mean / shape) + count * (log(mean) - log(mean + shape))
