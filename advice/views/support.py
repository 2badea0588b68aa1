from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import localised
from advice import queries


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Public, so that it can be reached from every mail and by anybody."""
    user = request.user
    languages = user.curated_languages if user.is_authenticated else [settings.LANGUAGE_CODE]
    today = timezone.localdate()
    services = [
        (service, localised.country(service.country), service.phone_on(today))
        for service in queries.support_services(languages)
    ]
    return render(request, "advice/support/index.html", {"services": services})
