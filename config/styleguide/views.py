from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.templatetags.components import Tab
from accounts.undo import say_undoable
from applications.views.answers import PersonRequest, go
from config.styleguide import files, samples

View = Callable[..., HttpResponse]
LOOKS = [
    ("", "", _("As you have it")),
    ("light", "", _("Light")),
    ("dark", "", _("Dark")),
    ("light", "more", _("Light, more contrast")),
    ("dark", "more", _("Dark, more contrast")),
]


def staff_only(view: View) -> View:
    """For all others the page does not exist."""

    @wraps(view)
    def answer(request: PersonRequest) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        return view(request)

    return answer


@staff_only
@require_safe
def show(request: PersonRequest) -> HttpResponse:
    chosen = (request.GET.get("theme", ""), request.GET.get("contrast", ""))
    theme, contrast = chosen if chosen in [look[:2] for look in LOOKS] else ("", "")
    context = {
        "theme": theme,
        "contrast": contrast,
        "looks": [
            Tab(f"?theme={light}&contrast={lines}", label, (light, lines) == (theme, contrast))
            for light, lines, label in LOOKS
        ],
        "now": timezone.now(),
        "groups": files.token_groups(),
        "components": files.components(),
        "includes": files.includes(),
        "icons": files.icons(),
        "drawings": files.drawings(),
    }
    return render(request, "styleguide/show.html", context | samples.everything())


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PersonRequest) -> HttpResponse:
    """A question with something to fill in, as a dialog shows it; what it is answered with comes back as a message."""
    url, form = reverse("styleguide-question"), samples.Question(request.POST if request.method == "POST" else None)
    if form.is_valid() and "undo" in request.POST:
        messages.success(request, gettext("Undone."))
    elif form.is_valid():
        say_undoable(request, form.cleaned_data["words"], to=url, words="-", undo="on")
    else:
        context = {"form": form, "heading": gettext("A question"), "action": url, "label": gettext("Say it")}
        context |= {
            "text": gettext("It is asked again, in its place, until it has an answer."),
            "cancel_url": reverse("styleguide"),
        }
        return render(request, "styleguide/question.html", context, status=422 if request.method == "POST" else 200)
    return go(request, "styleguide")
