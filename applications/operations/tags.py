from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.folding import fold
from applications.models import JobApplication, Tag
from applications.operations.events import lock, tell
from applications.operations.searching import keep_search_texts


def folded_tag(name: str) -> str:
    """By what a tag is the same as another. Folding can make a sign into many, more than there is room for."""
    return (fold(name).strip() or name)[: Tag._meta.get_field("folded").max_length]


def find_or_make_tag(user: User, name: str) -> Tag:
    """The person's tag of that name, which nobody forgets meanwhile. After the applications are held."""
    name = " ".join(name.split())
    tags = Tag.objects.select_for_update()
    return tags.get_or_create(user=user, folded=folded_tag(name), defaults={"name": name})[0]


def forget_unused(tags: Iterable[Tag]) -> None:
    """A tag that nothing bears any more is forgotten."""
    Bearing = JobApplication.tags.through
    for tag in tags:
        if not Bearing.objects.filter(tag_id=tag.pk).exists():
            tag.delete()


def put_tags(application: JobApplication, names: Iterable[str]) -> None:
    """Within another operation, which holds the application. Tags are held in one order: nobody waits in a ring."""
    user, before = application.user, {tag.folded: tag for tag in application.tags.all()}
    wanted = {folded_tag(" ".join(name.split())): name for name in reversed(list(names))}
    tags = []
    for folded in sorted({*wanted, *before}):
        if folded in wanted:
            tags.append(find_or_make_tag(user, wanted[folded]))
        else:
            user.tags.select_for_update().filter(folded=folded).first()
    application.tags.set(tags)
    forget_unused(tag for folded, tag in before.items() if folded not in wanted)


def with_others(application: JobApplication, names: Iterable[str], was: Iterable[str]) -> list[str]:
    """These names, and what has come or gone elsewhere since it bore `was`, as long as it was left alone here."""
    here = {tag.folded: tag.name for tag in application.tags.all()}
    wanted = {folded_tag(" ".join(name.split())): name for name in reversed(list(names))}
    before = {folded_tag(" ".join(name.split())) for name in was}
    stay = [name for folded, name in here.items() if folded in wanted or folded not in before]
    return [*stay, *(name for folded, name in wanted.items() if folded not in before)]


@transaction.atomic
def set_tags(
    application: JobApplication, *, names: Iterable[str], now: datetime, was: Iterable[str] | None = None
) -> None:
    """Gives it these tags of the person's own and no others; what is new is made, what nothing bears is forgotten.

    With `was`, the tags it bore when it was looked at, only the difference is done: what came since stays.
    """
    lock(application)
    put_tags(application, names if was is None else with_others(application, names, was))
    keep_search_texts(JobApplication.with_trash.filter(pk=application.pk))
    tell(application, now=now)
