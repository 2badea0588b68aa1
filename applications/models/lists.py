from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters


class SavedView(models.Model):
    """A way of looking at the list that the person gave a name: what stands in its address after the question mark."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60, validators=[no_control_characters])
    query = models.CharField(max_length=2000, blank=True)
    # Opened where an address asks for nothing in particular.
    is_default = models.BooleanField(_("open the list with it"), default=False)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("user", Lower("name"), name="one_view_per_name_and_person"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_default=True), name="one_default_view_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListLook(models.Model):
    """How one person wants the list to look: which facts it shows, and how many applications on a page."""

    class Column(models.TextChoices):
        STAGE = "stage", _("Stage")
        INTERVIEW = "interview", _("Next interview")
        DEADLINE = "deadline", _("Deadline")
        APPLIED = "applied_on", _("Applied on")
        ACTIVITY = "activity", _("Last activity")
        PLACE = "place", _("Place")
        WORK_MODE = "work_mode", _("Work mode")
        SALARY = "salary", _("Salary")
        SOURCE = "source", _("Where you found it")
        EXCITEMENT = "excitement", _("Excitement")
        TAGS = "tags", _("Tags")

    USUAL = [Column.STAGE, Column.INTERVIEW, Column.DEADLINE, Column.APPLIED, Column.ACTIVITY, Column.TAGS]
    PAGE_SIZES = [25, 50, 100]

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="list_look")
    columns = models.JSONField(default=list)
    page_size = models.PositiveSmallIntegerField(
        _("applications on a page"), default=25, choices=[(size, str(size)) for size in PAGE_SIZES]
    )

    def __str__(self) -> str:
        return str(self.user_id)

    @classmethod
    def usual(cls, **fields: Any) -> "ListLook":
        return cls(columns=[column.value for column in cls.USUAL], **fields)
