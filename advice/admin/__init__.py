"""The curators' desk."""

from advice.admin import overview, packs, steps, support, texts

__all__ = ["overview", "packs", "steps", "support", "texts"]
