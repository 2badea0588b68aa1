from recovery.views import feedback, paces, panels, recoveries, steps

__all__ = ["feedback", "paces", "panels", "recoveries", "steps"]
