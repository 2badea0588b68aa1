"""What Rebound costs: pages, bytes, memory and the nudge engine. `make bench` runs it."""
