"""On the curators' desk: how a nudge reads for invented people, and *send me a test*."""

from __future__ import annotations

import logging

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.queries import without_proven_address
from advice import desk
from advice.admin.fields import LinesField
from advice.models import NudgeText
from nudges import samples, wording
from nudges.delivery.outbox import NeverTaken, Outbox, ServerRefuses, TryLater

logger = logging.getLogger(__name__)

TEST_MARK = _("[Test]")


def text_meant(request: HttpRequest) -> NudgeText:
    """The words in the form, saved or not; without a form those of the row. An unsaved copy either way."""
    found = (request.GET.get("id") or "").strip()
    row = NudgeText.everything.filter(pk=found).first() if found.isdecimal() and len(found) < 19 else None
    text = NudgeText() if row is None else NudgeText(**{name: getattr(row, name) for name in COPIED})
    if request.method == "POST":
        given = {name: request.POST[name].replace("\r\n", "\n") for name in COPIED if name in request.POST}
        given["required"] = LinesField(required=False).clean(request.POST.get("required", ""))
        for name, value in given.items():
            setattr(text, name, value)
    return text


COPIED = ("rule", "language", "subject", "body", "required")


@desk.page("advice/nudgetext/preview/", name="advice_nudgetext_preview")
def preview(request: HttpRequest) -> HttpResponse:
    """As plain text for each of them at once, and one of them as the mail is dressed."""
    return show(request, text_meant(request))


def show(request: HttpRequest, text: NudgeText, *, status: int = 200) -> HttpResponse:
    now, mails = timezone.now(), []
    problems = wording.problems_of(text)
    for person in samples.PEOPLE:
        try:
            mails.append((person, samples.compose(text, person, now=now)))
        except Exception as problem:  # whatever it is, it lies in these words
            problems = problems or [str(problem)]
    context = {
        "text": text,
        "id": request.GET.get("id", ""),
        "typed": {name: getattr(text, name) for name in COPIED if name != "required"},
        "required": "\n".join(map(str, text.required)),
        "problems": problems,
        "mails": mails,
        "people": samples.PEOPLE,
        "opts": NudgeText._meta,
    }
    title = text.subject or _("Preview")
    return render(request, "admin/nudges/preview.html", desk.context(request, title, **context), status=status)


@desk.page("advice/nudgetext/shown/", name="nudges_shown")
@xframe_options_sameorigin
@csp_replace({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF], "form-action": [NONE]})
def shown(request: HttpRequest) -> HttpResponse:
    """The dressed mail, for the frame. Mails carry their style with them; here and nowhere else that is let through."""
    data = request.POST if request.method == "POST" else request.GET
    person = samples.BY_KEY.get(data.get("person", ""), samples.PEOPLE[0])
    try:
        mail = samples.compose(text_meant(request), person, now=timezone.now())
    except Exception:
        return HttpResponse(_("This cannot be shown yet."), status=422, content_type="text/plain")
    # A frame follows the device; what is asked for here are the mail's own dark or light colours.
    wanted = "all" if data.get("colours") == "dark" else "not all"
    return HttpResponse(str(mail.alternatives[0][0]).replace("(prefers-color-scheme: dark)", wanted))


@desk.page("advice/nudgetext/test/", name="nudges_test")
@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    """Sends these words to the curator's own address, as for the person that is chosen, and to nobody else."""
    text, user = text_meant(request), request.user
    assert isinstance(user, User)  # noqa: S101 - the desk lets nobody else in
    person = samples.BY_KEY.get(request.POST.get("person", ""), samples.PEOPLE[0])
    problem = said = ""
    if without_proven_address([user]):
        problem = str(_("Please confirm your e-mail address first: tests go there."))
    elif wrong := wording.problems_of(text):
        problem = " ".join(wrong)
    else:
        problem = deliver(text, person, user)
        said = str(_("A test is on its way to %(address)s.") % {"address": user.email})
    messages.error(request, problem) if problem else messages.success(request, said)
    return show(request, text, status=422 if problem else 200)


def deliver(text: NudgeText, person: samples.Sample, user: User) -> str:
    """Empty when the mail server has taken it; else why not."""
    outbox = Outbox()
    try:
        mail = samples.compose(text, person, now=timezone.now(), to=user.email)
        mail.subject = f"{TEST_MARK} {mail.subject}"
        outbox.send(mail)
    except (ServerRefuses, TryLater, NeverTaken) as problem:
        logger.warning("A test of %s could not be sent: %s", text.rule, problem)
        return str(_("The mail server did not take it just now."))
    except Exception:
        logger.exception("A test of %s could not be put together.", text.rule)
        return str(_("It could not be put together; the people who run this site can see why."))
    finally:
        outbox.close()
    return ""
