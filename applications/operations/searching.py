"""Keeps what searches look through in step with what applications say. For operations: part of their transaction."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from applications.folding import fold, words_of
from applications.models import JobApplication, SearchText
from applications.models.application import NAME_KEPT
from applications.searching import ANYWHERE, IN_NAMES, IN_SOURCE

BATCH = 200


def keep_search_text(*applications: JobApplication) -> None:
    """Writes anew under which words these are found, and by which names they are sorted. A few queries for all."""
    keep_search_texts(JobApplication.with_trash.filter(pk__in=[application.pk for application in applications]))
    for application in applications:
        sort_by_names(application)


def sort_by_names(application: JobApplication) -> JobApplication:
    application.folded_company = fold(application.company.name)[:NAME_KEPT]
    application.folded_role = fold(application.role)[:NAME_KEPT]
    return application


def keep_search_texts(applications: QuerySet[JobApplication]) -> int:
    """The same for all of a query; returns how many there were."""
    keys = list(applications.order_by().values_list("pk", flat=True))
    for rows in in_batches(keys):
        JobApplication.with_trash.bulk_update(map(sort_by_names, rows), ["folded_company", "folded_role"])
        write_texts(rows)
    return len(keys)


def write_first_search_texts(keys: list[int]) -> None:
    """The same for new ones that were sorted by their names before they were stored."""
    for rows in in_batches(keys):
        write_texts(rows)


def in_batches(keys: list[int]) -> Iterator[list[JobApplication]]:
    for start in range(0, len(keys), BATCH):
        some = JobApplication.with_trash.filter(pk__in=keys[start : start + BATCH])
        yield list(some.select_related("company").prefetch_related("contacts", "tags"))


def write_texts(rows: list[JobApplication]) -> None:
    texts = [text_of(row) for row in rows]
    SearchText.objects.bulk_create(texts, update_conflicts=True, unique_fields=["application"], update_fields=["text"])


def text_of(application: JobApplication) -> SearchText:
    names = [application.company.name, application.role]
    others = [contact.name for contact in application.contacts.all()] + [tag.name for tag in application.tags.all()]
    rest = [application.location, application.source, *others, application.notes, application.posting_text]
    words = {ANYWHERE: [*names, *rest], IN_NAMES: names, IN_SOURCE: [application.source]}
    return SearchText(application=application, text=joined(application.user_id, words))


def joined(user_id: int, words: dict[str, list[str]]) -> str:
    """Every word behind its person and the mark of where it stands."""
    return " ".join(f"{user_id}{mark}{word}" for mark, texts in words.items() for word in words_of(spread(texts)))


def spread(texts: Iterable[str]) -> str:
    return "\n".join(texts)
