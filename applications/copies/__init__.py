"""What this floor has in a person's own copy: `tables` (its rows), `checking` (what holds them together), and `parting`
(what is said there and does not come in again)."""
