from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User

# How people sign in, and on what, is for nobody to look through; `manage.py lost_device` helps who is locked out.
admin.site.unregister([Authenticator, UserSession])


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who may sign in and with which rights. Nothing of what people write, and no way to become or remove a person."""

    list_display = ["email", "is_active", "is_staff", "is_superuser", "joined_at"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email"]
    ordering = ["email"]
    fields = ["email", "is_active", "is_staff", "is_superuser", "groups", "joined_at", "last_login"]
    readonly_fields = ["email", "joined_at", "last_login"]
    filter_horizontal = ["groups"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # Django's page before a deletion would list the person's applications by name.
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Rights are given by those who have them all; others with the permission may look."""
        return request.user.is_superuser
