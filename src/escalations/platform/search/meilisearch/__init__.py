"""Meilisearch behind the seam: it finds candidates fast and forgives typing; PostgreSQL ranks them and keeps the boundaries.

Everything in it can be made again from `search_document`; nothing waits for it.
"""
