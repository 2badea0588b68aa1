"""Companies and tags by their names, for many applications at once: found, or made, in a few queries."""

from collections.abc import Container, Iterable

from accounts.models import User
from applications.folding import fold
from applications.models import Company, Tag
from applications.models.company import NAME_KEPT
from applications.operations.applications import find_or_make_company
from applications.operations.tags import find_or_make_tag, folded_tag


def companies_named(user: User, names: Iterable[str]) -> dict[str, Company]:
    """By name without capitals; none of them goes until the transaction ends."""
    wanted = {name.casefold(): name for name in reversed(list(names))}
    known = held_companies(user, wanted)
    fresh = [name for key, name in wanted.items() if key not in known]
    Company.objects.bulk_create(
        (Company(user=user, name=name, folded_name=fold(name)[:NAME_KEPT]) for name in fresh), ignore_conflicts=True
    )
    if fresh:
        known = held_companies(user, wanted)
    # The database may know more capitals than we do.
    return {key: known.get(key) or find_or_make_company(user, name) for key, name in wanted.items()}


def held_companies(user: User, wanted: Container[str]) -> dict[str, Company]:
    named = user.companies.order_by("pk").values_list("pk", "name")
    keys = {pk for pk, name in named if name.casefold() in wanted}
    held = user.companies.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    return {company.name.casefold(): company for company in held}


def tags_named(user: User, names: Iterable[str]) -> dict[str, Tag]:
    """By folded name; none of them is forgotten until the transaction ends."""
    wanted = {folded_tag(name): name for name in reversed(list(names))}
    if not wanted:
        return {}
    Tag.objects.bulk_create(
        (Tag(user=user, name=name, folded=folded) for folded, name in sorted(wanted.items())), ignore_conflicts=True
    )
    held = user.tags.filter(folded__in=wanted).order_by("folded").select_for_update(no_key=True)
    known = {tag.folded: tag for tag in held}
    return {folded: known.get(folded) or find_or_make_tag(user, name) for folded, name in wanted.items()}
