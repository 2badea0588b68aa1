from django.db import models


class Heartbeat(models.Model):
    """The last moment at which beat or a worker showed that it lives. When these rows grow old, nobody gets mail."""

    name = models.CharField(max_length=20, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%Y-%m-%d %H:%M:%S}"
