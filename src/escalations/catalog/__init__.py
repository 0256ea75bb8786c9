"""Owns what the vendor sells: families, products, product groups, clouds, regions, queues, plans. Pure; read from routing_rules/."""

from .loading import catalogue

__all__ = ["catalogue"]
