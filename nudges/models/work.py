from django.db import models


class Work(models.Model):
    """What all ticks together have done since the installation began: one row, added to after each tick."""

    ONLY = 1

    ticks = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    last_seconds = models.FloatField(default=0)  # how long the latest tick took
    sent = models.PositiveBigIntegerField(default=0)
    postponed = models.PositiveBigIntegerField(default=0)
    parked = models.PositiveBigIntegerField(default=0)
    twice = models.PositiveBigIntegerField(default=0)  # sent, while somebody else held the claim by then

    class Meta:
        verbose_name_plural = "work"

    def __str__(self) -> str:
        return f"{self.ticks} ticks, {self.sent} sent"
