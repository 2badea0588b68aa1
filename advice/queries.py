"""What others ask of the advice: published rows only, in the person's language where they exist, else the default."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from advice.models import (
    Article,
    Card,
    Curated,
    Letter,
    NudgeText,
    Reframe,
    Source,
    Step,
    SupportService,
    Voice,
)
from advice.models.support import PHONE_VALID_DAYS

Row = TypeVar("Row", bound=Curated)
FLOOR = 10  # sums of fewer answers are shown to nobody


def best(model: type[Row], languages: Sequence[str], **lookup: Any) -> Row | None:
    """The published row for this lookup in the earliest of `languages` that has one. One query."""
    rows: list[Row] = _best_of_each(_rows_of(model).filter(**lookup), languages)
    return rows[0] if rows else None


def steps_for(languages: Sequence[str]) -> list[Step]:
    """Published steps in order, one for each key, with prompts, rules, conditions, variants, sources and articles."""
    rows = Step.objects.prefetch_related("prompts", "rules", "conditions", "variants", "sources", "articles")
    return sorted(_best_of_each(rows, languages), key=lambda step: (step.order, step.key))


def nudge_text(rule: str, languages: Sequence[str]) -> NudgeText | None:
    return best(NudgeText, languages, rule=rule)


def nudge_texts(languages: Sequence[str]) -> dict[str, NudgeText]:
    """All nudge texts by the name of their rule, in one query."""
    return best_nudge_texts(published_nudge_texts(list(languages)), languages)


def published_nudge_texts(languages: list[str]) -> QuerySet[NudgeText]:
    return NudgeText.objects.published().in_languages(languages)


def best_nudge_texts(published: Iterable[NudgeText], languages: Sequence[str]) -> dict[str, NudgeText]:
    """By the name of their rule, each in the earliest of the languages."""
    return {text.rule: text for text in _earliest_of_each(published, languages)}


def letters(keys: Iterable[str] | None, languages: Sequence[str]) -> list[Letter]:
    """Letters in the order of `keys` (None: all of them, in the order of the pack)."""
    return _in_order(Letter, keys, languages)


def articles(keys: Iterable[str] | None, languages: Sequence[str]) -> list[Article]:
    """Articles in the order of `keys` (None: all of them, in the order of the pack)."""
    return _in_order(Article, keys, languages)


def reframes_for(stage: str, languages: Sequence[str]) -> list[Reframe]:
    """Reframes that fit a no at this stage; an empty stage asks for all of them."""
    rows = _best_of_each(Reframe.objects.all(), languages)
    # Filtered here, not by the database: SQLite cannot look into a JSON list.
    return [row for row in rows if not stage or stage in row.stages]


def card(key: str, languages: Sequence[str]) -> Card | None:
    return best(Card, languages, key=key)


def article_at(slug: str, languages: Sequence[str]) -> Article | None:
    """The published article at this address, with its sources, in the person's language where it exists.

    An address belongs to one language; the row of the same key in a better language is preferred.
    """
    here = Article.objects.published().in_languages(languages).filter(slug=slug)
    rows = Article.objects.filter(key__in=here.values("key")).prefetch_related("sources")
    found = _best_of_each(rows, languages)
    return found[0] if found else None


def library(languages: Sequence[str]) -> list[Article]:
    """Every article there is to read, by title."""
    return sorted(articles(None, languages), key=lambda article: article.title.casefold())


def only(rows: Iterable[Article], *, words: str = "", tag: str = "", stage: str = "") -> list[Article]:
    """Those with every word in title, text or tags (case folded), and with the tag and the stage, where given."""
    wanted = words.casefold().split()

    def fits(article: Article) -> bool:
        text = "\n".join([article.title, article.body, *article.tags]).casefold()
        is_about = (not tag or tag in article.tags) and (not stage or stage in article.stages)
        return is_about and all(word in text for word in wanted)

    return [article for article in rows if fits(article)]


def tags(articles_shown: Iterable[Article]) -> dict[str, str]:
    """All tags in order, each with the language it is in."""
    return dict(sorted((tag, article.language) for article in articles_shown for tag in article.tags))


def support_services(languages: Sequence[str]) -> list[SupportService]:
    """Services, those for everywhere first, then by country."""
    return sorted(_best_of_each(SupportService.objects.all(), languages), key=lambda row: (row.country, row.name))


def unchecked_services(today: date) -> QuerySet[SupportService]:
    """Services in use that nobody has checked within the last 180 days. See also its twin, their `is_verified`."""
    checked = Q(verified_on__gte=today - timedelta(days=PHONE_VALID_DAYS), verified_on__lte=today)
    rows: QuerySet[SupportService] = _rows_of(SupportService).published().exclude(checked)
    return rows


def sources_of(row: Any) -> list[Source]:
    """The published sources of a row, best supported first. Uses what was prefetched."""
    now = timezone.now()
    shown = [source for source in row.sources.all() if source.is_shown(now)]
    return sorted(shown, key=lambda source: (source.grade, source.key))


def voter(user: User, *, kind: str, key: str) -> str:
    """The name under which a person's answer about one text is kept: says neither who it is nor what else they said."""
    return salted_hmac("advice.voice", f"{user.pk} {kind} {key}", algorithm="sha256").hexdigest()


def voice_about(user: User, *, kind: str, key: str) -> dict[str, Any]:
    """What it takes to ask whether this text helped: the possible answers, and the person's own if there is one."""
    found = Voice.objects.filter(voter=voter(user, kind=kind, key=key)).first()
    return {"kind": kind, "key": key, "answers": Voice.Answer.choices, "answer": found.answer if found else ""}


def with_help_sums(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Each with `said_yes`, `said_little` and `said_no`. See FLOOR before showing them."""
    voices = Voice.objects.filter(kind=rows.model._meta.model_name, key=OuterRef("key")).order_by().values("key")
    counted = voices.annotate(count=Count("pk")).values("count")
    return rows.annotate(**{f"said_{one}": Subquery(counted.filter(answer=one)) for one in Voice.Answer.values})


def _in_order(model: type[Row], keys: Iterable[str] | None, languages: Sequence[str]) -> list[Row]:
    rows = _rows_of(model).prefetch_related("sources")
    if keys is None:
        return _best_of_each(rows, languages)
    wanted = list(keys)
    found: dict[str, Row] = {row.name_in_pack: row for row in _best_of_each(rows.filter(key__in=wanted), languages)}
    return [found[key] for key in wanted if key in found]


def _rows_of(model: type[Curated]) -> Any:
    """Typed as anything, since what all curated models share has no `key` and no `sources` of its own."""
    return model._default_manager


def _best_of_each(rows: QuerySet[Row], languages: Sequence[str]) -> list[Row]:
    """One published row for each key, in the earliest of the languages; the order of the rows is kept."""
    return _earliest_of_each(rows.published().in_languages(languages), languages)  # type: ignore[attr-defined]


def _earliest_of_each(rows: Iterable[Row], languages: Sequence[str]) -> list[Row]:
    rank = {language: place for place, language in reversed(list(enumerate(languages)))}
    chosen: dict[str, Row] = {}
    for row in rows:
        other = chosen.get(row.name_in_pack)
        if other is None or rank[row.language] < rank[other.language]:
            chosen[row.name_in_pack] = row
    return list(chosen.values())
