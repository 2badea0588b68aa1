from django.http import HttpRequest

from accounts.models import User


class PersonRequest(HttpRequest):
    """What a view gets that asks for a signed-in person (LoginRequiredMiddleware sees to it). For type checks only."""

    user: User
    wants_fragment: bool
