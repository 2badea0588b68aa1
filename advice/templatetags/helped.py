"""`{% did_this_help "article" article.key %}`: the question, and the person's own answer if there is one."""

from typing import Any

from django import template

from advice import queries

register = template.Library()


@register.inclusion_tag("advice/_helped.html", takes_context=True)
def did_this_help(context: Any, kind: str, key: str) -> dict[str, Any]:
    request = context["request"]
    asked = queries.voice_about(request.user, kind=kind, key=key)
    return asked | {"to": request.path, "csrf_token": context.get("csrf_token")}
