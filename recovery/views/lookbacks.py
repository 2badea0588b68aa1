from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.views.answers import PersonRequest
from recovery import looking_back


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    user = request.user
    learnt, beliefs = looking_back.learnt(user), looking_back.beliefs(user)
    stages = looking_back.noes_by_stage(user)
    has_noes = any(row.noes for row in stages)
    context = {"learnt": learnt, "beliefs": beliefs, "stages": stages, "has_noes": has_noes}
    context["is_empty"] = not (learnt or beliefs or has_noes)
    return render(request, "recovery/lookbacks/show.html", context)
