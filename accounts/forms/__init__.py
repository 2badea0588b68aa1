"""The forms of signing in and up, of the second step, and of one's own settings."""
