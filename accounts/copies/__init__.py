"""A person's own copy, out and in again (docs/adr/0016).

Each floor describes its rows once, as `tables`, and both directions go by that. `values` (one value), `opening` (a
file that was brought), `reading` (what is in it, before anything is stored), `storing`, and `parts` (the floors).
"""
