"""The one thing that a stage asks for: offered when an application comes there, never demanded."""

from __future__ import annotations

from applications.models import JobApplication

Stage = JobApplication.Stage
TALKS = {Stage.SCREENING, Stage.INTERVIEW, Stage.FINAL_ROUND}
# Which days go with a stage.
DATES: dict[str, list[str]] = {
    Stage.APPLIED: ["applied_on", "follow_up_on"],
    Stage.ASSESSMENT: ["deadline_on"],
    Stage.OFFER: ["deadline_on"],
}


def need_of(application: JobApplication, *, has_interview: bool) -> str:
    """“dates” or “interview”; empty where nothing is missing. `has_interview`: one is ahead."""
    if not application.is_open:
        return ""
    if application.stage in TALKS:
        return "" if has_interview else "interview"
    missing = [name for name in DATES.get(application.stage, []) if getattr(application, name) is None]
    return "dates" if missing else ""
