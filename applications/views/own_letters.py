"""Letters of the person's own: chosen for the moment, filled, kept as a draft, and noted as sent by them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import localised
from accounts.undo import say_undoable
from advice import fields, merge
from advice import queries as advice
from applications import gaps, letters, mail_links, moments, operations, panels, people
from applications.forms import OwnLetterForm
from applications.forms.own_letters import AFRESH, SENT
from applications.models import OwnLetter
from applications.views.answers import PersonRequest, go, posted, refuse

ROWS = 25
PAGE = "applications/letters/edit.html"
WAS_SENT = gettext_lazy("This letter was sent already; what stands here is what you wrote then.")


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    page = Paginator(people.letters_of(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "applications/letters/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """The letters to choose from, by `?application=`, `?interview=`, `?contact=`; with `&letter=` that one, filled."""
    about = letters.about_of(request.user, request.GET.dict())
    if "letter" in request.GET:
        return write(request, draft_of(request, about))
    found = moments.choice_of(advice.letters(None, request.user.curated_languages), about, timezone.now())
    query = request.GET.urlencode()
    context = {"about": about, "choice": found, "query": query, "start": f"?{query}&letter=" if query else "?letter="}
    return render(request, "applications/letters/choose.html", context)


def draft_of(request: PersonRequest, about: letters.About) -> OwnLetter:
    """A letter that is kept nowhere yet."""
    key, user = request.GET["letter"], request.user
    draft = OwnLetter(user=user, application=about.application, interview=about.interview, contact=about.contact)
    draft.language = user.spoken_language
    if not key:
        return draft
    found = advice.letters([key], user.curated_languages)
    if not found:
        raise Http404
    letter = found[0]
    draft.key, draft.title, draft.language = letter.key, letter.title, letter.language
    with localised.speaking(letter.language):
        known = fields.values_for(user, request.GET.dict())
        left_out = dict.fromkeys(letter.optional_paragraphs, "")
        draft.subject = merge.fill(letter.subject, known, fallbacks=left_out)
        draft.text = merge.fill(letter.body, known, fallbacks=left_out)
    return draft


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, letter_id: int) -> HttpResponse:
    letter = get_object_or_404(people.letters_of(request.user), pk=letter_id)
    if letter.is_sent and request.method != "POST":
        return render(request, "applications/letters/sent.html", {"letter": letter})
    return write(request, letter)


def write(request: PersonRequest, letter: OwnLetter) -> HttpResponse:
    """The letter to be changed; posted, it is kept, and noted as sent where that button was pressed."""
    now = timezone.now()
    form = OwnLetterForm(posted(request), instance=letter, today=request.user.local_day(now))
    if request.method != "POST":
        return render(request, PAGE, context_of(request, letter, form))
    kept = keep(letter, form, now=now) if form.is_valid() else None
    if kept is None:
        return refuse(request, PAGE, PAGE, context_of(request, letter, form))
    if request.POST.get("act") != SENT:
        messages.success(request, WAS_SENT if kept.is_sent else _("Kept, encrypted, for you alone."))
        return go(request, kept)
    kept = operations.mark_letter_sent(kept, sent_on=form.cleaned_data["sent_on"], now=now)
    undo = reverse("applications:letter-unsend", args=[kept.pk])
    say_undoable(request, _("Noted as sent."), to=undo)
    return go(request, kept.application or kept.contact or kept)


def keep(letter: OwnLetter, form: OwnLetterForm, *, now: datetime) -> OwnLetter | None:
    """None where other words stand there meanwhile; the form says so then."""
    words: dict[str, Any] = form.letter_fields() | {"now": now}
    about = {name: getattr(letter, name) for name in ("application", "interview", "key", "title", "language")}
    key, afresh, seen = (form.cleaned_data[name] for name in ("form_key", "afresh_key", "seen"))
    try:
        if afresh and form.data.get("act") == AFRESH:
            return operations.keep_letter(letter.user, form_key=afresh, **about, **words)
        if letter.pk:
            return operations.change_letter(letter, seen=seen, **words)
        return operations.keep_letter(letter.user, form_key=key, seen=seen, **about, **words)
    except (operations.AlreadySent, operations.LetterChanged) as meanwhile:
        form.stand_back(meanwhile.kept)
        return None


def context_of(request: PersonRequest, letter: OwnLetter, form: OwnLetterForm) -> dict[str, Any]:
    subject, text = form.texts()
    signs = list(form.gaps)
    contact = letter.contact
    link, takes_text = mail_links.link_for(to=contact.email if contact else "", subject=subject, text=text)
    advised = advice.letters([letter.key], letter.user.curated_languages) if letter.key else []
    return {
        "letter": letter,
        "form": form,
        "gaps": signs,
        "subject_html": gaps.marked(subject, signs),
        "text_html": gaps.marked(text, signs),
        "mail_link": link,
        "takes_text": takes_text,
        "longest_link": mail_links.LONGEST,
        "advised": advised[0] if advised else None,
        "panels": panels.render_slot(request, "letter", application=letter.application, letter=letter),
    }


@require_POST
def unsend(request: PersonRequest, letter_id: int) -> HttpResponse:
    """It was not sent after all."""
    letter = get_object_or_404(people.letters_of(request.user), pk=letter_id)
    operations.take_back_sending(letter, now=timezone.now())
    messages.success(request, _("It is a draft again."))
    return go(request, letter)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, letter_id: int) -> HttpResponse:
    letter = get_object_or_404(people.letters_of(request.user), pk=letter_id)
    if request.method == "POST":
        operations.delete_letter(letter)
        messages.success(request, _("Deleted."))
        return go(request, letter.application or letter.contact or "applications:letter-list")
    stays = _("Its text goes for good. That it was sent stays in the history.")
    context = {
        "heading": _("Delete this letter?"),
        "text": stays if letter.event else _("Its text goes for good."),
        "action": reverse("applications:letter-delete", args=[letter.pk]),
        "label": _("Delete"),
        "cancel_url": letter.get_absolute_url(),
    }
    return render(request, "components/_confirm.html", context)
