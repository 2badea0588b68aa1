"""Measurements for `make bench`: a database of its own, one run, ratios rather than seconds."""
