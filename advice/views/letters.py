from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import localised
from advice import fields, merge, queries
from advice.forms import LetterForm
from advice.models import Letter
from advice.vocabulary import Stage


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    letters = queries.letters(None, request.user.curated_languages)  # type: ignore[union-attr]
    stage = request.GET.get("stage", "")
    if stage in Stage.values:
        letters = [letter for letter in letters if stage in letter.stages]
    context = {"letters": letters, "stage": stage, "stages": Stage.choices, "query": _kept(request)}
    return render(request, "advice/letters/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, key: str) -> HttpResponse:
    """A letter with its gaps. Posting shows it filled; nothing is stored, and nothing typed stands in the address."""
    found = queries.letters([key], request.user.curated_languages)  # type: ignore[union-attr]
    if not found:
        raise Http404
    letter = found[0]
    with localised.speaking(letter.language):
        known = fields.values_for(request.user, request.GET.dict())  # type: ignore[arg-type]
    form = LetterForm(request.POST or None, letter=letter, initial=known)
    is_wrong = form.is_bound and not form.is_valid()
    values = form.cleaned_data if form.is_bound else known
    with localised.speaking(letter.language):
        filled = _filled(letter, values)
    context = {"letter": letter, "form": form, "sources": queries.sources_of(letter), **filled}
    return render(request, "advice/letters/detail.html", context, status=422 if is_wrong else 200)


def _filled(letter: Letter, values: dict[str, str]) -> dict[str, object]:
    # A paragraph that was not chosen leaves the letter; every other gap stays visible until it is filled or removed.
    left_out = dict.fromkeys(letter.optional_paragraphs, "")
    open_fields = [name for name in merge.missing(f"{letter.subject}\n{letter.body}", values) if name not in left_out]
    return {
        "subject": merge.fill(letter.subject, values, fallbacks=left_out),
        "body": merge.fill(letter.body, values, fallbacks=left_out),
        "subject_html": merge.as_html(letter.subject, values, fallbacks=left_out),
        "body_html": merge.as_html(letter.body, values, fallbacks=left_out),
        "gaps": [merge.placeholder(name) for name in open_fields],
    }


def _kept(request: HttpRequest) -> str:
    """The application stays in the address while one looks through the letters."""
    application = request.GET.get("application", "")
    return f"?application={application}" if application.isdecimal() else ""
