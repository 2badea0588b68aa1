from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from simple_history.admin import SimpleHistoryAdmin
from simple_history.manager import SIMPLE_HISTORY_REVERSE_ATTR_NAME
from simple_history.models import HistoricalChanges

from accounts import localised
from advice import operations
from advice.admin.fields import PlainTextField
from advice.admin.history import DiffHelper
from advice.models import Curated

PLAIN_TEXT: dict[type[models.Field], dict[str, Any]] = {models.TextField: {"form_class": PlainTextField}}


def professional_flags(model: type[models.Model]) -> list[str]:
    """The fields that say of a row that a professional should look at it."""
    return [field.name for field in model._meta.fields if field.name in ("is_health", "is_legal")]


class NeedsFilter(admin.SimpleListFilter):
    """What waits for a curator: rows to look at again, and health or legal texts without a professional review."""

    title = _("needs")
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        professional = [("professional", _("professional review"))] if professional_flags(model_admin.model) else []
        return [("review", _("review due")), *professional]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if self.value() == "review":
            return rows.review_due(timezone.localdate())  # type: ignore[attr-defined]
        flags = professional_flags(rows.model)
        if self.value() == "professional" and flags:
            is_health_or_legal = Q(*[(flag, True) for flag in flags], _connector=Q.OR)
            return rows.filter(is_health_or_legal, reviewed_on=None, retired_at=None)
        return rows


class RetiredFilter(admin.SimpleListFilter):
    """Rows in use, unless the retired ones are asked for."""

    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("retired", _("retired")), ("all", _("both"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        in_use, *others = super().choices(changelist)
        yield {**in_use, "display": _("in use")}
        yield from others

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        return rows if self.value() == "all" else rows.filter(retired_at__isnull=self.value() != "retired")


class HistoryAdmin(SimpleHistoryAdmin):
    """History with a word-by-word diff, and a way back to any version."""

    formfield_overrides = PLAIN_TEXT

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: HistoricalChanges
    ) -> DiffHelper:
        return DiffHelper(self.model, historical_record)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CuratedAdmin(HistoryAdmin):
    """What all curated rows share: state, review, history, preview. Rows are retired, never deleted."""

    change_form_template = "admin/advice/curated.html"
    actions = ["publish", "send_to_review", "retire"]
    list_filter = [NeedsFilter, "state", "language", RetiredFilter]
    list_per_page = 50
    list_select_related: ClassVar[list[str]] = ["version"]
    save_on_top = True
    # Turns the texts of the form into what a reader will see; None where there is nothing to preview.
    previewed: ClassVar[Callable[[dict[str, str]], SafeString] | None] = None
    # A floor above shows these with all that stands around them: its page bears the name that ours would have.
    is_previewed_above: ClassVar[bool] = False
    about_fields: ClassVar[list[Any]] = [
        ("language", "state", "publish_at"),
        "review_by",
        ("reviewed_by", "reviewed_on"),
        ("updated_at", "retired_at", "origin"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """A new version has a page like every row, and stands in no list."""
        match = request.resolver_match
        return self.model.everything.all() if match and "object_id" in match.kwargs else super().get_queryset(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # The program finds rows by their key, and people's recoveries remember it.
        fixed = [self.model.identity, "language"] if obj else []
        fixed += ["publish_at"] if obj and obj.is_version else []
        return ["updated_at", "retired_at", "origin", *fixed]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return None if obj is None or obj.is_version else super().get_view_on_site_url(obj)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        rows = self.model._default_manager
        language = ["language"] if rows.order_by().values("language").distinct().count() > 1 else []
        professional = ["professional_review"] if professional_flags(self.model) else []
        return [*self.list_display, "standing", *language, *professional, "review_by", "changed"]

    @admin.display(description=_("reviewed"), ordering="reviewed_on")
    def professional_review(self, row: Curated) -> str:
        if row.reviewed_on:
            return date_format(row.reviewed_on, "SHORT_DATE_FORMAT")
        return str(_("nobody yet")) if row.needs_professional_review else "–"

    @admin.display(description=_("state"), ordering="state")
    def standing(self, row: Curated) -> str:
        """The state in words; of what waits for its moment, the moment; and whether a new version waits."""
        said = self._state_of(row)
        version = getattr(row, "version", None)
        return gettext("%(state)s; new version") % {"state": said} if version else said

    def _state_of(self, row: Curated) -> str:
        if row.is_scheduled(timezone.now()):
            moment = timezone.localtime(row.publish_at)
            return gettext("from %(moment)s") % {"moment": localised.moment_short(moment)}
        return str(Curated.State(row.state).label)

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, row: Curated) -> str:
        return date_format(timezone.localtime(row.updated_at), "SHORT_DATE_FORMAT")

    @admin.display(description=_("origin"))
    def origin(self, row: Curated) -> str:
        return str(_("content pack") if row.pack_fingerprint else _("made here"))

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, rows: Iterable[Curated]) -> None:
        self._say(request, operations.publish(rows, by=request.user))  # type: ignore[arg-type]

    @admin.action(description=_("Take back for review"), permissions=["change"])
    def send_to_review(self, request: HttpRequest, rows: Iterable[Curated]) -> None:
        self._say(request, operations.send_to_review(rows, by=request.user))  # type: ignore[arg-type]

    @admin.action(description=_("Retire (keep, but show no more)"), permissions=["change"])
    def retire(self, request: HttpRequest, rows: Iterable[Curated]) -> None:
        self._say(request, operations.retire(rows, by=request.user, now=timezone.now()))  # type: ignore[arg-type]

    def _say(self, request: HttpRequest, count: int) -> None:
        text = ngettext("%(count)d row changed.", "%(count)d rows changed.", count) % {"count": count}
        self.message_user(request, text, messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saving without a change leaves no line in the history; an old version that is brought back always does."""
        is_old_version = hasattr(obj, SIMPLE_HISTORY_REVERSE_ATTR_NAME)
        if not change or is_old_version or form.has_changed():
            super().save_model(request, obj, form, change)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """From a new version one goes on to its publishing, which no list leads to."""
        if obj.is_version:
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", obj.pk)
        return super().response_post_save_change(request, obj)

    def get_urls(self) -> list[URLPattern]:
        if self.is_previewed_above:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        return [path("preview/", self.admin_site.admin_view(self.preview), name=name), *super().get_urls()]

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest) -> HttpResponse:
        """Shows what stands in the form right now, saved or not. Stores nothing."""
        if not self.has_view_or_change_permission(request) or self.previewed is None:
            raise PermissionDenied
        texts = {name: request.POST.get(name, "") for name in ("title", "subject", "body")}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview"),
            "opts": self.opts,
            "heading": texts["title"] or texts["subject"],
            "shown": type(self).previewed(texts),  # type: ignore[misc]
        }
        return TemplateResponse(request, "admin/advice/preview.html", context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        context |= {"has_preview": self.is_previewed_above or self.previewed is not None}
        context |= {"show_save_and_add_another": row is None or not row.is_version}
        context |= {"is_seen": row is not None and row.is_shown(timezone.now())}
        return super().render_change_form(request, context, *args, **kwargs)
