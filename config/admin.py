from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from allauth.account.utils import get_next_redirect_url
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import second_steps
from advice import desk
from advice import queries as advice
from nudges import queries


class ReboundAdminSite(admin.AdminSite):
    """The curators' and operators' desk. Its login is the ordinary one: rate limits and second steps hold here too."""

    site_header = _("Rebound, behind the scenes")
    site_title = _("Rebound")

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not second_steps.is_missing(request)

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sends on who is signed in, and never asks for a password itself: Django's own form would take somebody else's
        here, and no second step with it."""
        wanted = get_next_redirect_url(request) or reverse("admin:index")
        return redirect(wanted) if self.has_permission(request) else to_second_step(request, wanted)

    def password_change(  # type: ignore[override]  # sends on, where Django would show its own page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """By the ordinary way, which tells the person by mail."""
        return redirect("account_change_password")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        way = path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.to_page), name="view_on_site")
        others = (one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site")
        return [way, *desk.paths(self), *others]

    def to_page(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        """To a row's own page. Django's way asks for no right and so tells any of the staff which rows people have."""
        content_type = ContentType.objects.filter(pk=content_type_id).first()
        model = content_type.model_class() if content_type else None
        desk = self._registry.get(model) if model else None
        if not desk or not desk.has_view_permission(request):
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        warn_of_unchecked(request)
        return super().index(request, extra_context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Adds the curators' tools, and whether mail goes out at all: staff learn it on every page (base_site.html)."""
        nobody_hears = request.user.is_authenticated and not queries.is_anything_running(timezone.now())
        tools = desk.tools() if request.user.is_authenticated and desk.may_curate(request) else []
        return super().each_context(request) | {"nobody_hears": nobody_hears, "tools": tools}


def to_second_step(request: HttpRequest, wanted: str) -> HttpResponse:
    """To where somebody of the staff takes the second step that this sign-in began without, or sets one up first."""
    ways = [way for way in get_adapter().get_reauthentication_methods(request.user) if way["id"] != "reauthenticate"]
    if ways:
        return redirect(f"{ways[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
    messages.info(request, gettext("Behind the scenes a second step is asked for. Set one up here first."))
    return redirect("accounts:signing-in-show")


def warn_of_unchecked(request: HttpRequest) -> None:
    """Tells curators how many services nobody has checked lately; their numbers are hidden meanwhile."""
    number = 0
    if request.user.has_perm("advice.change_supportservice"):
        number = advice.unchecked_services(timezone.localdate()).count()
    if number:
        text = ngettext(
            "%(number)s support service has not been checked within the last 180 days. Its number is hidden.",
            "%(number)s support services have not been checked within the last 180 days. Their numbers are hidden.",
            number,
        )
        where = f"{reverse('admin:advice_supportservice_changelist')}?check=due"
        words = format_html('{} <a href="{}">{}</a>', text % {"number": number}, where, _("Look at them"))
        messages.warning(request, words)
