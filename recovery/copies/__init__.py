"""What this floor has in a person's own copy: `tables` (its rows, private writing included, readable), `checking` (what
holds them together) and `wordings` (the words of opened steps and what was answered to them)."""
