from recovery.views import checkins, feedback, lessons, paces, panels, recoveries, steps

__all__ = ["checkins", "feedback", "lessons", "paces", "panels", "recoveries", "steps"]
