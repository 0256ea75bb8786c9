"""Owns what the vendor sells: families, products, product groups, clouds, regions, queues, plans. Pure; read from routing_rules/."""
