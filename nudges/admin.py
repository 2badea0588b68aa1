"""For operators: what got stuck, why, and *try again*. No bodies, nothing private, no names of companies."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nudges import addresses, delivery, previews
from nudges.models import DeadAddress, Gate, Heartbeat, Message, Nudge

__all__ = ["previews"]  # hangs its pages into the desk


class ReadOnlyAdmin(admin.ModelAdmin):
    """To be looked at. Rows are made and changed by planner and delivery alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["id", "person", "kind", "state", "slot", "attempts", "next_attempt_at", "sent_at", "last_error"]
    list_filter = ["state", "kind"]
    search_fields = ["=id", "=user__email"]
    fields = [
        "id",
        "person",
        "kind",
        "state",
        "slot",
        "attempts",
        "next_attempt_at",
        "last_error",
        "created_at",
        "sent_at",
        "rules",
    ]
    list_select_related = ["user"]
    ordering = ["-slot"]
    actions = ["try_again"]

    @admin.display(description=_("person"))
    def person(self, message: Message) -> str:
        return message.user.email

    @admin.display(description=_("nudges"))
    def rules(self, message: Message) -> str:
        return ", ".join(nudge.rule for nudge in message.nudges.all())

    @admin.action(description=_("Try the parked ones again"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        now, done = timezone.now(), 0
        for message in queryset.filter(state=Message.State.PARKED):
            done += delivery.try_again(message, now=now)
        text = ngettext("%d message goes with the next tick.", "%d messages go with the next tick.", done) % done
        self.message_user(request, text, messages.SUCCESS if done else messages.WARNING)


@admin.register(Nudge)
class NudgeAdmin(ReadOnlyAdmin):
    list_display = ["rule", "person", "list", "kind", "channel", "state", "due_at", "reason", "settled_at"]
    list_filter = ["state", "channel", "rule", "reason"]
    search_fields = ["=user__email", "rule"]
    fields = [
        "rule",
        "person",
        "list",
        "kind",
        "channel",
        "state",
        "due_at",
        "useful_until",
        "reason",
        "settled_at",
        "subject",
        "occurrence",
        "message",
        "created_at",
    ]
    list_select_related = ["user"]
    ordering = ["-due_at"]

    @admin.display(description=_("person"))
    def person(self, nudge: Nudge) -> str:
        return nudge.user.email


@admin.register(DeadAddress)
class DeadAddressAdmin(ReadOnlyAdmin):
    list_display = ["person", "why", "told_by", "code", "noticed_at"]
    list_filter = ["why", "told_by"]
    search_fields = ["=user__email", "=email"]
    fields = ["person", "email", "why", "told_by", "code", "noticed_at"]
    list_select_related = ["user"]
    actions = ["use_again"]

    @admin.display(description=_("person"))
    def person(self, row: DeadAddress) -> str:
        return row.user.email

    @admin.action(description=_("Use these addresses again"), permissions=["view"])
    def use_again(self, request: HttpRequest, queryset: QuerySet[DeadAddress]) -> None:
        now = timezone.now()
        for row in queryset:
            addresses.forget(row, now=now)
        self.message_user(request, _("Nudges go there again."), messages.SUCCESS)


@admin.register(Gate)
class GateAdmin(ReadOnlyAdmin):
    """Why nothing leaves just now, or not to one domain."""

    list_display = ["name", "opens_at", "failures", "last_error", "line_ends_at"]


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "beat_at"]
