"""The curators' desk."""

from advice.admin import overview, steps, support, texts

__all__ = ["overview", "steps", "support", "texts"]
