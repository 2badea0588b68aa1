"""Files that people keep: what they are, where they lie, and how they are closed and opened again."""
