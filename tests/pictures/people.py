"""Who looks at the pages, and whose rows stand in the addresses."""

import io
import json
import time
import uuid
from datetime import timedelta
from functools import cached_property
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.utils import timezone

from accounts import mail_folder
from accounts import operations as accounts
from accounts.models import User
from advice import operations as advice
from applications import operations
from applications.models import Document, Interview, JobApplication, OwnLetter, PostingFetch, SearchPeriod, Sheet
from applications.sheets import reading
from config.management.commands.demo import EMAIL
from nudges import actions
from nudges import operations as nudges
from nudges.models import DeadAddress, Heartbeat, Nudge
from recovery import operations as recovery
from recovery.models import Experiment, TakeAlong
from recovery.views.checkins import words_of_consent
from tests.accounts.second import give_app, keys_of_a_passkey, made_passkey

Parts = dict[str, Any]


class People:
    """The demo person with the search, and others for what the demo person never sees.

    demo: the search · fresh: signed up, and nothing yet · newcomer: has not seen the welcome page · mutable: whose
    pages may be changed by taking a picture · parted: whose search has periods · forgetful: never signs in, and has
    paused all notes · unreachable: whose mail came back · guarded: with a second step, and sure of it ·
    operator: staff · curator: writes advice · nobody: signed out.
    """

    def __init__(self) -> None:
        self.demo = User.objects.get(email=EMAIL)
        self.rows = {"demo": self.demo}
        for name in ("fresh", "newcomer", "mutable", "forgetful"):
            self.rows[name] = self._person(name, welcomed_at=None if name == "newcomer" else timezone.now())
        self.rows["parted"] = self._person("parted", welcomed_at=timezone.now())
        self.rows["newcomer"].set_unusable_password()
        self.rows["newcomer"].save()
        self.rows["operator"] = self._person("operator", welcomed_at=timezone.now(), is_staff=True, is_superuser=True)
        self.rows["curator"] = self._person("curator", welcomed_at=timezone.now(), is_staff=True)
        self.rows["curator"].groups.add(advice.ensure_curators_group())
        nudges.pause_all(self.rows["forgetful"], until=None, now=timezone.now())
        self.rows["unreachable"] = self._person("unreachable", welcomed_at=timezone.now())
        self.rows["guarded"] = self._person("guarded", welcomed_at=timezone.now())
        self.guard(self.rows["guarded"])
        self.lose_mail()
        self.show_life()
        self.check_in()

    def _person(self, name: str, **fields: Any) -> User:
        person, _ = User.objects.update_or_create(email=f"{name}@example.org", defaults={"name": name.title()} | fields)
        person.emailaddress_set.get_or_create(email=person.email, defaults={"primary": True, "verified": True})
        return person

    def guard(self, person: User) -> None:
        person.authenticator_set.all().delete()
        give_app(person)
        WebAuthn.add(person, "Telephone", made_passkey(keys_of_a_passkey()[1], b"its-id-in-16-by."))

    def lose_mail(self) -> None:
        unreachable = self.rows["unreachable"]
        found = {"why": DeadAddress.Why.BOUNCE, "told_by": "smtp", "noticed_at": timezone.now() - timedelta(days=2)}
        DeadAddress.objects.update_or_create(user=unreachable, email=unreachable.email, defaults=found)

    def show_life(self) -> None:
        """Beat and worker seem to run, else pages would warn that no reminder goes out."""
        for name in ("beat", "worker"):
            Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})

    def check_in(self) -> None:
        """The demo person has noted some days, the last two very low, and goes on with the recovery all the same."""
        recovery.agree_to_checkins(self.demo, words=words_of_consent(), now=timezone.now())
        for ago, mood in [(12, "good"), (9, "so_so"), (6, "low"), (4, "all_right"), (1, "very_low"), (0, "very_low")]:
            recovery.check_in(self.demo, mood=mood, now=timezone.now() - timedelta(days=ago))
        for resting in self.demo.recoveries.filter(state="paused"):
            recovery.resume(resting, now=timezone.now())

    def cookie(self, name: str) -> dict[str, str] | None:
        """The cookie of a person who has just signed in."""
        if name == "nobody":
            return None
        client = Client()
        client.force_login(self.rows[name])
        session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
        proof = {"method": "password", "at": time.time() + 86_400, "reauthenticated": name in {"guarded", "mutable"}}
        session["account_authentication_methods"] = [proof]
        session["account_authentication_methods_user"] = str(self.rows[name].pk)
        session.save()
        return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}

    # --- rows for the addresses -----------------------------------------------------------------------------------

    @cached_property
    def open(self) -> JobApplication:
        return self.demo.applications.filter(outcome=None).order_by("-interviews__starts_at", "pk")[0]

    def ended(self, kind: str, stage: str) -> JobApplication:
        return self.demo.applications.filter(outcome__kind=kind, outcome__last_stage=stage).latest("pk")

    @cached_property
    def parts(self) -> Parts:
        """What stands in an address, unless the picture says otherwise."""
        full = self.demo.recoveries.filter(kind="full").latest("pk")
        return {
            "application_id": self.open.pk,
            "interview_id": self.open.interviews.latest("starts_at").pk,
            "contact_id": self.demo.contacts.earliest("pk").pk,
            "company_id": self.open.company.pk,
            "letter_id": self.draft.pk,
            "lesson_id": self.demo.lessons.latest("pk").pk,
            "achievement_id": self.bank()[0],
            "experiment_id": self.experiment().pk,
            "period_id": self.period.pk,
            "page_id": self.take_along.pk,
            "event_id": self.open.events.latest("pk").pk,
            "document_id": self.demo.documents.earliest("pk").pk,
            "version_id": self.demo.documents.earliest("pk").versions.latest("pk").pk,
            "recovery_id": full.pk,
            "pk": self.nudge.pk,
            "name": self.mails()[0],
        }

    def bank(self) -> list[int]:
        """Cards of the demo person, one of them with words that are long."""
        cards: list[dict[str, Any]] = [
            {"title": "The build", "situation": "Every change waited an hour.", "tags": ["CI", "speed"]},
            {"title": "Letters for everybody who waited on the list of the municipal library", "tags": ["writing"]},
            {"situation": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 3},
        ]
        words = {"action": "I asked all teams first, and cut what nobody needed.", "result": "Nobody waits any more."}
        if not self.demo.achievements.exists():
            for card in cards:
                recovery.keep_achievement(self.demo, now=timezone.now(), **words | card)
        return list(self.demo.achievements.values_list("pk", flat=True))

    def experiment(self) -> Experiment:
        """One that is to be looked at now, beside one that was kept."""
        if not self.demo.experiments.exists():
            month = timezone.now() - timedelta(days=31)
            fields = {"goal": "saying in a minute what I do", "sign": "They ask back", "started_on": month.date()}
            kept = recovery.start_experiment(self.demo, change="where I find them", now=month, **fields)
            recovery.end_experiment(kept, ended_as="kept", finding="Small firms answer.", now=month)
            recovery.start_experiment(self.demo, change="the short pitch", now=month, **fields)
        return self.demo.experiments.running().latest("pk")

    def answered(self) -> Parts:
        """A no about which an answer came, with wording that worries."""
        person, now = self.rows["mutable"], timezone.now()
        closed = operations.add_application(person, company="Paper Crane", role="Editor", stage="interview", now=now)
        operations.record_outcome(closed, kind="rejected", decided_on=person.local_day(now), now=now)
        recovery.keep_achievement(person, title="The build", action="I cut it to a minute", now=now)
        said = {"answer": "You were a little quiet for our team.", "codes": ["style_or_fit_wording"]}
        recovery.feedback_received(closed, is_worrying=True, now=now, **said)
        return {"application_id": closed.pk}

    @cached_property
    def period(self) -> SearchPeriod:
        """The older of two."""
        person, now = self.rows["parted"], timezone.now()
        if not person.periods.exists():
            for name in ("Spring 2026", "Autumn 2026"):
                operations.add_period(person, name=name, is_current=True, takes_in=False, now=now)
                operations.add_application(person, company="Paper Crane", role=f"Designer, {name}", now=now)
        return person.periods.earliest("pk")

    @cached_property
    def take_along(self) -> TakeAlong:
        page, now = recovery.start_take_along(self.demo, now=timezone.now()), timezone.now()
        words = (
            "Calm mornings, and never more than two applications a day.\n\nI ask about the team before I ask about pay."
        )
        recovery.write_take_along(page, text=words, now=now)
        return page

    @cached_property
    def nudge(self) -> Nudge:
        return Nudge.objects.filter(user=self.demo, state=Nudge.State.SENT).latest("pk")

    @cached_property
    def draft(self) -> OwnLetter:
        words = {"title": "Thank you", "subject": "Thank you", "text": "Dear [name of the person you write to],"}
        about = {"application": self.open, "language": "en"} | words
        return operations.keep_letter(self.demo, form_key=uuid.UUID(int=7), now=timezone.now(), **about)

    def mails(self) -> list[str]:
        return [mail.name for mail in mail_folder.mails_of(self.demo)]

    def mail_about(self, rule: str) -> str:
        """The latest mail with a nudge of this rule in it."""
        message = Nudge.objects.filter(user=self.demo, rule=rule, message__isnull=False).latest("pk").message
        wanted = str(message.pk).replace("-", "")
        for mail in mail_folder.mails_of(self.demo, limit=1000):
            if wanted in str(mail.message["Message-ID"]).replace("-", ""):
                return mail.name
        raise LookupError(f"No mail in the folder tells of {rule}.")

    def rules_in_mails(self) -> list[str]:
        sent = Nudge.objects.filter(user=self.demo, message__sent_at__isnull=False)
        return sorted(set(sent.values_list("rule", flat=True)))

    def trashed(self) -> JobApplication:
        first = self.demo.applications.filter(outcome__kind="withdrawn").first() or self.ended("rejected", "applied")
        operations.trash_many(self.demo, [first.pk], now=timezone.now())
        return first

    def thrown_away(self) -> Document:
        moments = {"created_at": timezone.now(), "changed_at": timezone.now(), "trashed_at": timezone.now()}
        return self.demo.documents.create(title="CV of last year", **moments)

    def looked_up(self) -> PostingFetch:
        found = {"company": "Paper Crane", "role": "Designer", "location": "Leipzig, Germany", "work_mode": "hybrid"}
        url = "https://paper-crane.example/jobs/designer"
        return self.demo.posting_fetches.create(url=url, state="found", found=[found], asked_at=timezone.now())

    def sheet(self, name: str = "demo", day: str = "03/04/2026") -> Sheet:
        """As one comes: a title above it, two that are here, one without a company; `day` can be read two ways."""
        rows = ["My search;;;;", "Firma;Stelle;Beworben am;Status;Gehalt"]
        rows += [f"Initech GmbH;Tester;{day};Absage nach Gespräch;", "Hooli;Designer;05/04/2026;Beworben;55k"]
        rows += [f"{one.company};{one.role};;Beworben;" for one in self.demo.applications.order_by("pk")[:2]]
        rows += [";Nobody knows;;;", "Pied Piper;Writer;soon;In Prüfung;a lot", "Umbrella;Editor;09/04/2026;Angebot;"]
        return operations.keep_sheet(self.rows[name], reading.lines_in("\n".join(rows)), now=timezone.now())

    def bring_copy(self) -> None:
        """Of all that the demo person has, but without the files."""
        data = json.dumps(accounts.export_data(self.demo, now=timezone.now()), cls=DjangoJSONEncoder)
        operations.bring_copy(self.rows["fresh"], io.BytesIO(data.encode()), now=timezone.now())

    def brought_in(self) -> Parts:
        sheet = operations.bring_in(self.sheet("mutable", "13/04/2026"), too=[], with_flawed=True, now=timezone.now())
        return {"sheet_id": sheet.pk}

    def steps(self, kind: str) -> list[str]:
        return [step.key for step in self.demo.recoveries.filter(kind=kind).latest("pk").steps.all()]

    def interview_over(self) -> Parts:
        """One with a debrief."""
        over = Interview.objects.filter(application__user=self.demo, debrief__isnull=False)
        return {"interview_id": over.latest("starts_at").pk}

    def nudge_token(self) -> str:
        planned = Nudge.objects.filter(user=self.demo, state=Nudge.State.PLANNED).earliest("pk")
        return actions.nudge_token(planned, "drop")

    def token_that_came_late(self) -> str:
        over = Nudge.objects.filter(user=self.demo, state=Nudge.State.DROPPED).latest("pk")
        return actions.nudge_token(over, "drop")

    def pause_token(self, name: str = "demo") -> str:
        return actions.pause_token(self.rows[name])

    def unsubscribe_token(self, name: str = "demo") -> str:
        return actions.unsubscribe_token(self.rows[name], ["follow_ups"])

    def confirmation_key(self) -> str:
        address, _ = EmailAddress.objects.get_or_create(user=self.rows["mutable"], email="new-address@example.org")
        return str(EmailConfirmationHMAC(address).key)

    def reset_parts(self) -> Parts:
        person = self.rows["forgetful"]  # signing in would make the link invalid
        return {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
