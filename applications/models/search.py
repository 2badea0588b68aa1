from django.db import models

from applications.models.application import JobApplication


class SearchText(models.Model):
    """The words under which one application is found, folded and split by `applications.folding`.

    It stands beside the application so that no list has to carry it. Each word has its person before it, so that a
    search reads that person's words only, however many others there are: `7:engineer`, once more as `7!engineer` where
    it stands in the company or the role, and as `7@fair` where it says how the application was found.

    The databases index the text as it is. On SQLite triggers of this table do that: see migration 0004 before you
    change a column here, which would drop them.
    """

    application = models.OneToOneField(JobApplication, models.CASCADE, primary_key=True, related_name="search_text")
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.application_id)
