"""What a link, a page or a pasted text says, shown beside the form of a new application. Nothing here adds one."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.keys import key_in
from applications import operations, queries, similar
from applications.forms import ApplicationForm, BroughtForm, PasteForm
from applications.models import JobApplication, PostingFetch
from applications.postings.found import Found
from applications.views.answers import PersonRequest
from applications.views.bookmarklet import bookmarklet
from applications.wording import SEEN_BY_A_BROWSER, Words, posting_problem

FOLDED = ApplicationForm.base_fields.keys() - {"company", "role", "stage"}
PAGE, PIECE = "applications/applications/new.html", "applications/postings/_state.html"
# How old a question is, and how many seconds later the page asks again; in the end it leaves that to the person.
PATIENCE = [(3, 1), (10, 2), (40, 5)]


@dataclass
class Shown:
    """What is said about a link or a text: still looked up, found (one, or several to choose from), or why not."""

    found: list[dict[str, Any]] = field(default_factory=list)
    fetch: PostingFetch | None = None
    problem: str = ""
    ask_again_in: int | None = None  # seconds, while it is looked up and the page may ask by itself
    twins: list[similar.Twin] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        return self.fetch is not None and self.fetch.is_waiting

    @property
    def one(self) -> dict[str, Any] | None:
        return self.found[0] if len(self.found) == 1 else None

    @property
    def is_short_of_names(self) -> bool:
        return self.one is not None and not (self.one.get("company") and self.one.get("role"))

    @property
    def choices(self) -> list["Choice"]:
        return [Choice(number, found) for number, found in enumerate(self.found)]

    @property
    def problem_words(self) -> Words:
        return posting_problem(self.problem) if self.problem else ""

    @property
    def may_be_seen_by_a_browser(self) -> bool:
        return self.problem in SEEN_BY_A_BROWSER


@dataclass(frozen=True)
class Choice:
    """One of the postings that were found, as the page shows it."""

    number: int
    found: dict[str, Any]

    @property
    def as_json(self) -> str:
        return json.dumps(self.found)

    @property
    def sample(self) -> JobApplication:
        """What the application would say of itself."""
        day = self.found.get("deadline_on")
        names = ["role", "location", "work_mode", "salary_min", "salary_max", "salary_currency", "salary_period"]
        known = {name: self.found[name] for name in names if name in self.found}
        return JobApplication(deadline_on=date.fromisoformat(day) if day else None, **known)


@require_POST
def read(request: PersonRequest) -> HttpResponse:
    """Reads what was pasted or brought along: the piece for htmx, else the whole form with what was found filled in."""
    now = timezone.now()
    shown = with_twins(request, chosen(request, what_was_sent(request, now)))
    if request.wants_fragment:
        return render(request, PIECE, {"shown": shown})
    return render(request, PAGE, page_of(request, shown, typed=request.POST, now=now))


def what_was_sent(request: PersonRequest, now: datetime) -> Shown:
    if "brought" in request.POST:
        brought = BroughtForm(request.POST)
        return shown_of(brought.found() if brought.is_valid() else [])
    pasted = PasteForm(request.POST)
    if not pasted.is_valid():
        return Shown(problem="too_big")
    if pasted.link:
        return shown_fetch(operations.ask_for_posting(request.user, url=pasted.link, now=now), now)
    if pasted.text:
        return shown_of(pasted.found())
    if "fetch" not in request.POST:
        return Shown(problem="empty")
    return shown_fetch(fetch_of(request, request.POST["fetch"]), now)


def fetch_of(request: PersonRequest, number: str) -> PostingFetch:
    return get_object_or_404(request.user.posting_fetches, pk=key_in(number))


def chosen(request: PersonRequest, shown: Shown) -> Shown:
    """Of several postings on a page the one whose button was pressed."""
    choice = request.POST.get("choice", "")
    if len(shown.found) > 1 and choice in {str(number) for number in range(len(shown.found))}:
        shown.found = [shown.found[int(choice)]]
    return shown


def shown_of(found: list[Found]) -> Shown:
    said = [one.said() for one in found if one.is_a_posting or one.url]
    return Shown(found=said, problem="" if said else "nothing")


def shown_fetch(fetch: PostingFetch, now: datetime) -> Shown:
    shown = Shown(found=fetch.found, fetch=fetch, problem=fetch.problem)
    if fetch.is_waiting:
        operations.ring_if_forgotten(fetch, now=now)
        age = now - fetch.asked_at
        shown.ask_again_in = next((wait for most, wait in PATIENCE if age < timedelta(seconds=most)), None)
    return shown


def with_twins(request: PersonRequest, shown: Shown) -> Shown:
    said = shown.one or ({"url": shown.fetch.url} if shown.fetch else {})
    names = {name: said.get(name, "") for name in ("company", "role", "url")}
    shown.twins = similar.twins_of(request.user, **names)
    return shown


@require_safe
def show(request: PersonRequest, fetch_id: int) -> HttpResponse:
    """How far it is with a link: the piece for htmx, which asks again, else the form with what was found."""
    now = timezone.now()
    fetch = get_object_or_404(request.user.posting_fetches, pk=fetch_id)
    shown = with_twins(request, shown_fetch(fetch, now))
    if request.wants_fragment:
        return render(request, PIECE, {"shown": shown})
    return render(request, PAGE, page_of(request, shown, typed=QueryDict(), now=now))


def page_of(request: PersonRequest, shown: Shown, *, typed: QueryDict, now: datetime) -> dict[str, Any]:
    """The form as the person left it, filled up with what was found where it is still empty."""
    is_open = len(shown.found) > 1 or (shown.fetch is None and not shown.found)
    initial = filled(typed, shown.one or {})
    if shown.fetch and not initial.get("url"):
        initial["url"] = shown.fetch.url
    return {
        "form": ApplicationForm(user=request.user, today=request.user.local_day(now), initial=initial),
        # What was understood now stands in the fields.
        "paste_form": PasteForm(initial={"paste": typed.get("paste", "")} if is_open else {}),
        "companies": queries.company_names(request.user),
        "shown": shown,
        "is_folded": not any(typed.get(name) for name in FOLDED),  # what was found stands above, in short
    }


def filled(typed: QueryDict, found: dict[str, Any]) -> dict[str, Any]:
    """What was typed, and where nothing was, what was found. Of pay and place no half is filled in."""
    fields = ApplicationForm.base_fields
    initial = {name: typed[name] for name in fields if typed.get(name)}
    groups = [("salary_min", "salary_max", "salary_currency", "salary_period"), ("location", "work_mode")]
    taken = {name for group in groups if any(name in initial for name in group) for name in group}
    return {name: value for name, value in found.items() if name in fields and name not in taken} | initial


@require_safe
def anywhere(request: PersonRequest) -> HttpResponse:
    """How to add from any page: a bookmarklet for the desk, the share sheet for the phone."""
    address = request.build_absolute_uri(reverse("applications:application-new"))
    return render(request, "applications/postings/anywhere.html", {"bookmarklet": bookmarklet(address)})
