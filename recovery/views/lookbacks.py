from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.templatetags.components import Tab
from applications.spans import spans_of
from applications.views.answers import PersonRequest
from recovery import looking_back


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    """Over everything, or the part that the address says (`period`)."""
    user, wanted = request.user, request.GET.get("period", "")
    spans = list(spans_of(user, today=user.local_day(timezone.now())))
    span = next((one for one in spans if one.key == wanted), spans[0])
    learnt, beliefs = looking_back.learnt(span), looking_back.beliefs(span)
    stages = looking_back.noes_by_stage(span)
    has_noes = any(row.noes for row in stages)
    is_empty = not (learnt or beliefs or has_noes)
    context = {"learnt": learnt, "beliefs": beliefs, "stages": stages, "has_noes": has_noes, "is_empty": is_empty}
    context |= {"span": span, "everything_url": request.path}
    if not (is_empty and span.is_all):
        urls = [f"{request.path}?period={one.key}" if one.key else request.path for one in spans]
        context["tabs"] = [Tab(url, str(one.label), one == span) for url, one in zip(urls, spans, strict=True)]
    return render(request, "recovery/lookbacks/show.html", context)
