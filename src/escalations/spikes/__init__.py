"""More distinct customers at once than the hour of the week explains: noticed, judged by a person, promoted or rejected.

Owns `spike_alarm` and `routing_rules/spikes.toml`. Stands on incidents, cases, catalog, people. Fills a slot on the page of an incident.
"""
