"""What the nudge engine costs: ticks, claims, mails, plans. `make bench-nudges` runs it."""
