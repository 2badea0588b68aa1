"""How views of this floor answer: a page or a piece of one, an address or an instruction to go there."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from applications.sending import mark_of


class PersonRequest(HttpRequest):
    """A request by a signed-in person, as the middleware leaves it."""

    user: User
    wants_fragment: bool


def show(
    request: PersonRequest, page: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, fragment if request.wants_fragment else page, context, status=status)


def refuse(request: PersonRequest, page: str, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """The form again, with what was typed and what is wrong with it."""
    return show(request, page, fragment, context, status=422)


def go(request: PersonRequest, to: Any, *args: Any) -> HttpResponse:
    """To another page, after a change that has no piece of its own to show."""
    response = redirect(to, *args)
    return HttpResponseClientRedirect(response["Location"]) if request.wants_fragment else response


def sent_before(request: PersonRequest) -> str:
    """Where this very form led when it was sent the first time; empty when it was not."""
    mark = mark_of(request.POST, request.FILES)
    earlier = request.user.sent_forms.filter(mark=mark).first() if mark else None
    return earlier.led_to if earlier else ""


def posted(request: PersonRequest) -> QueryDict | None:
    """What a form is bound to: also an empty POST is one."""
    return request.POST if request.method == "POST" else None
