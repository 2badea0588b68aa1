from recovery.views import checkins, feedback, paces, panels, recoveries, steps

__all__ = ["checkins", "feedback", "paces", "panels", "recoveries", "steps"]
