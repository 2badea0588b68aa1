"""Private writing moves to a new key: table by table, batch by batch, each batch a transaction of its own.

Which texts are still to be done is asked of the database every time, by the header that stands before each of them. So
it may be stopped at any moment and started again, and two of them at once share the work.
"""

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.expressions import ExpressionWrapper, F
from django.db.models.functions import Substr

from accounts.writing import EncryptedTextField, header, keys, private_fields, split

BATCH = 500


def private_models() -> list[type[models.Model]]:
    """Every table with private columns: each field of the kind is found by itself."""
    return [model for model in apps.get_models() if model._meta.managed and private_fields(model)]


def raw(field: EncryptedTextField) -> ExpressionWrapper:
    """The column as it is stored, not opened."""
    return ExpressionWrapper(F(field.name), models.BinaryField())


def left_of(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """Rows in which a text was not written as it would be written now: with the first key, in whole blocks."""
    now = header(next(iter(keys(settings.WRITING_KEYS))))
    fields = private_fields(model)
    heads = {
        f"head_{field.name}": Substr(raw(field), 1, len(now), output_field=models.BinaryField()) for field in fields
    }
    others = (Q(**{f"{field.name}__isnull": False}) & ~Q(**{f"head_{field.name}": now}) for field in fields)
    return model._base_manager.annotate(**heads).filter(reduce(or_, others))


def rotate(model: type[models.Model], *, batch: int = BATCH) -> Iterator[int]:
    """Writes what is left of this table anew, and tells after each batch how many rows that were.

    Raises WritingKeyMissing when a key that is still needed is not there; batches that are done stay done.
    """
    names = [field.name for field in private_fields(model)]
    while True:
        with transaction.atomic():
            page = list(left_of(model).order_by("pk").select_for_update(of=("self",), no_key=True)[:batch])
            for row in page:
                model._base_manager.filter(pk=row.pk).update(**{name: getattr(row, name) for name in names})
        if not page:
            return
        yield len(page)


def texts_by_key(model: type[models.Model]) -> Counter[str]:
    """How many texts of this table were written with which key. Opens none of them."""
    counted: Counter[str] = Counter()
    for field in private_fields(model):
        written = model._base_manager.filter(**{f"{field.name}__isnull": False})
        longest = 2 + 255
        heads = written.annotate(head=Substr(raw(field), 1, longest, output_field=models.BinaryField()))
        counted.update(split(bytes(head))[0] for head in heads.values_list("head", flat=True).iterator())
    return counted
