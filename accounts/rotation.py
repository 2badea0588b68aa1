"""Private writing moves to a new key: table by table, batch by batch, each batch a transaction of its own.

Which texts are still to be done is asked of the database every time, by the header that stands before each of them. So
it may be stopped at any moment and started again, and two of them at once share the work.
"""

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from operator import or_

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.expressions import ExpressionWrapper, F
from django.db.models.functions import Substr

from accounts import second_steps
from accounts.writing import READABLE, EncryptedTextField, header, keys, not_configured, private_fields, split

BATCH = 500
LONGEST_HEADER = 2 + 255


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


def refuse_lost_keys(model: type[models.Model]) -> None:
    """Raises WritingKeyMissing where a text of this table names a key that is not configured. Opens none of them.

    A rotation that was broken off leaves such texts between the oldest and the newest, which `try_keys` opens.
    """
    for field in private_fields(model):
        known = Q()
        for name in map(str.encode, keys(settings.WRITING_KEYS)):
            known |= Q(**{f"head_{len(name)}": bytes([len(name)]) + name})
        lengths = {len(name.encode()) for name in keys(settings.WRITING_KEYS)}
        named = {f"head_{n}": Substr(raw(field), 2, 1 + n, output_field=models.BinaryField()) for n in lengths}
        first = Substr(raw(field), 1, 1, output_field=models.BinaryField())
        heads = model._base_manager.filter(**{f"{field.name}__isnull": False}).annotate(head_version=first, **named)
        whole = Substr(raw(field), 1, LONGEST_HEADER, output_field=models.BinaryField())
        lost = heads.filter(head_version__in=READABLE).exclude(known).annotate(head_whole=whole).order_by()
        if found := lost.values_list("head_whole", flat=True).first():
            raise not_configured(split(bytes(found))[0], place=field.place)


def texts_by_key(model: type[models.Model]) -> Counter[str]:
    """How many texts of this table were written with which key. Opens none of them."""
    counted: Counter[str] = Counter()
    for field in private_fields(model):
        written = model._base_manager.filter(**{f"{field.name}__isnull": False})
        heads = written.annotate(head=Substr(raw(field), 1, LONGEST_HEADER, output_field=models.BinaryField()))
        counted.update(split(bytes(head))[0] for head in heads.values_list("head", flat=True).iterator())
    return counted


# --- Secrets of second steps: of the same keys, but in JSON of a library's, so each is looked at ----------------------


def secrets_left() -> int:
    """How many rows hold a secret that was not written as it would be written now."""
    return sum(not is_done(data) for data in with_secrets().values_list("data", flat=True).iterator())


def rotate_secrets(*, batch: int = BATCH) -> Iterator[int]:
    """Writes what is left of them anew; tells and raises as `rotate` does."""
    last = 0
    while True:
        with transaction.atomic():
            rows = with_secrets().filter(pk__gt=last).order_by("pk")
            page = list(rows.select_for_update(of=("self",), no_key=True)[:batch])
            old = [row for row in page if not is_done(row.data)]
            for row in old:
                row.data = second_steps.resealed(row.data)
                row.save(update_fields=["data"])
        if old:
            yield len(old)
        if not page:
            return
        last = page[-1].pk


def secrets_by_key() -> Counter[str]:
    """How many of them were written with which key. Opens none of them."""
    kept = with_secrets().values_list("data", flat=True).iterator()
    return Counter(second_steps.key_of(sealed) for data in kept for _name, sealed in second_steps.sealed_in(data))


def with_secrets() -> models.QuerySet[Authenticator]:
    return Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)


def refuse_lost_keys_of_secrets() -> None:
    """As `refuse_lost_keys`."""
    for key_id in secrets_by_key().keys() - keys(settings.WRITING_KEYS).keys():
        raise not_configured(key_id, place=second_steps.PLACE)


def is_done(data: dict[str, object]) -> bool:
    return all(second_steps.is_sealed_anew(sealed) for _name, sealed in second_steps.sealed_in(data))
