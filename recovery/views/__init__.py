from recovery.views import achievements, checkins, experiments, feedback, lessons, paces, panels, recoveries, steps

__all__ = [
    "achievements",
    "checkins",
    "experiments",
    "feedback",
    "lessons",
    "paces",
    "panels",
    "recoveries",
    "steps",
]
