"""The curators' desk."""

from advice.admin import matrix, overview, packs, steps, support, texts, versions

__all__ = ["matrix", "overview", "packs", "steps", "support", "texts", "versions"]
