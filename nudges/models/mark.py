from django.conf import settings
from django.db import models


class Mark(models.Model):
    """When the sweep is to look at one person's plan again: when time alone may have made it another one.

    Whatever people do brings their plan up to date at once; where that failed, the moment is now.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mark")
    look_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id}"
