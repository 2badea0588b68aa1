"""The curators' desk."""

from advice.admin import steps, support, texts

__all__ = ["steps", "support", "texts"]
