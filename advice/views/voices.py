from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from advice import operations, queries
from advice.models import Article, Step, Voice

MODELS = {Voice.Kind.ARTICLE: Article, Voice.Kind.STEP: Step}


@require_POST
def say(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Takes a person's answer to *did this help?*; none of it can be traced back to them."""
    answer, model = request.POST.get("answer", ""), MODELS.get(kind)  # type: ignore[call-overload]
    is_there = model is not None and queries.best(model, request.user.curated_languages, key=key)  # type: ignore[union-attr]
    if not is_there or answer not in Voice.Answer.values:
        raise Http404
    user: User = request.user  # type: ignore[assignment]
    operations.say_whether_it_helped(user, kind=kind, key=key, answer=answer)
    to = request.POST.get("to", "")
    if request.wants_fragment:  # type: ignore[attr-defined]
        return render(request, "advice/_helped.html", queries.voice_about(user, kind=kind, key=key) | {"to": to})
    return redirect(to if url_has_allowed_host_and_scheme(to, allowed_hosts=None) else "/")
