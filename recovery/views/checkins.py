from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.views.answers import PersonRequest
from recovery import operations


@require_POST
def forget(request: PersonRequest) -> HttpResponse:
    operations.forget_checkins(request.user, now=timezone.now())
    messages.success(request, _("All check-ins are deleted."))
    return redirect("recovery:recovery-list")
