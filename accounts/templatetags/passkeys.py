"""Where passkeys can work, and what a browser is asked for, as templates say it."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

from accounts import passkeys

register = template.Library()


@register.simple_tag(takes_context=True)
def passkeys_work(context: template.Context) -> bool:
    """Whether they can at the address by which this page was opened."""
    return passkeys.can_work(context["request"])


@register.simple_tag(takes_context=True)
def passkeys_address(context: template.Context) -> str:
    """Where they would work instead; empty when nowhere."""
    return passkeys.better_address(context["request"])


@register.filter
def as_json(value: Any) -> str:
    """For a data attribute, from which a script reads it: nothing stands inline."""
    return json.dumps(value, cls=DjangoJSONEncoder)
