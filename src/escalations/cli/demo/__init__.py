"""The demo world: our own people, customers, cases and incidents, deterministic by seed, with dates relative to now."""
