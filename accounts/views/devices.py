from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import devices, operations, queries
from accounts.requests import PersonRequest


@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    here = request.session.session_key
    found = [
        {"row": row, "called": devices.called(row), "is_here": row.session_key == here}
        for row in queries.devices_of(request.user, now=timezone.now())
    ]
    found.sort(key=lambda device: not device["is_here"])
    return render(request, "accounts/devices/list.html", {"devices": found})


@require_POST
def end(request: PersonRequest, device_id: int) -> HttpResponse:
    device = get_object_or_404(queries.rows_of(request.user), pk=device_id)
    if device.session_key == request.session.session_key:
        return redirect("account_logout")
    operations.end_device(device)
    messages.success(request, _("%(device)s is signed out.") % {"device": devices.called(device)})
    return redirect("accounts:device-list")


@require_POST
def end_others(request: PersonRequest) -> HttpResponse:
    operations.end_other_devices(request.user, stays=request.session.session_key or "")
    messages.success(request, _("All other devices are signed out."))
    return redirect("accounts:device-list")
