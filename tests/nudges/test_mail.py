import re
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from django.core.mail import get_connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from advice.models import NudgeText
from nudges import actions, mail, rules
from nudges.facts import ClosingFact, DigestFact, ExperimentFact, FeedbackFact, PlanFact, WarmFact
from nudges.mail import Unsendable
from nudges.models import Message, Nudge
from nudges.parts import Saying, choices_of
from tests.explore import examples
from tests.nudges.sending import shipped, words_of
from tests.nudges.wanting import berlin, make_about, make_facts, make_interview_fact, make_recovery, make_talk

NOW = berlin("2026-11-18 10:00")
HEADERS = {
    "content-type",
    "mime-version",
    "subject",
    "from",
    "to",
    "date",
    "message-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-id",
    "auto-submitted",
    "x-auto-response-suppress",
}


def shipped_text(rule: str) -> NudgeText:
    entry = next(entry for entry in shipped()["nudge_texts"] if entry["rule"] == rule)
    return NudgeText(rule=rule, subject=entry["subject"], body=entry["body"], required=entry["required"])


def wanted_of_every_rule(facts):
    return {one.rule: one for one in rules.wanted(facts, NOW) if not one.is_here_only}


def facts_about(application, **fields):
    return make_facts(
        first_name="",
        weekly_goal=3,
        quiet=(application,),
        talks=(make_talk(application=application),),
        closings=(ClosingFact(application, date(2026, 11, 2), date(2026, 11, 18)),),
        deadlines=(replace(application, deadline_on=date(2026, 11, 24)),),
        final_rounds=((replace(application, pk=8), date(2026, 11, 17)),),
        interviews=(make_interview_fact(application=replace(application, pk=8), location=""),),
        recovery=make_recovery(application=application),
        feedback=(FeedbackFact(application, "asked", asked_on=date(2026, 11, 10)),),
        plans=(PlanFact(2, "if_then_plan", NOW, "If it is ten, then I open the draft.", application),),
        experiments=(ExperimentFact(4, date(2026, 11, 18)),),
        warm=(WarmFact(6, "", date(2026, 11, 18)),),
        **fields,
    )


BARE = facts_about(make_about(company="", role="", applied_on=date(2026, 11, 4), last_event_at=NOW - timedelta(days=9)))
AWAY = make_facts(first_name="", unvisited=(NOW - timedelta(days=14), NOW - timedelta(days=11)))
WEEK = replace(BARE, digest=DigestFact())
BARE_RECOVERY = make_facts(first_name="", recovery=make_recovery(application=make_about(company="", role="")))


def saying_of(one, text=None):
    nudge = Nudge(pk=1, rule=one.rule, kind=one.kind, subject=one.subject, application=one.application)
    return Saying(nudge, one, text or shipped_text(one.rule))


def parse(written):
    return message_from_bytes(written.message().as_bytes(linesep="\r\n"), policy=policy.default)


def compose(*sayings, user=None):
    user = user or User(pk=5, email="ada@example.org", time_zone="Europe/Berlin")
    return mail.compose(Message(user=user), user, sayings)


@pytest.mark.parametrize("rule", [rule.name for rule in rules.RULES])
def test_a_person_without_name_contacts_or_details_still_gets_each_nudge(rule):
    one = {key: one for facts in (BARE, BARE_RECOVERY, AWAY, WEEK) for key, one in wanted_of_every_rule(facts).items()}[
        rule
    ]
    written = compose(saying_of(one))
    body = written.body
    assert re.match(r"(Hello|Good morning),", body)
    assert "/support/" in body and "/support/" in written.alternatives[0].content
    for trace in ("{{", "}}", "[", "None", "greeting"):
        assert trace not in body.split("\n-- ")[0].split("Open the page")[0]


def test_the_shipped_texts_and_the_rules_know_each_other():
    names = {entry["rule"] for entry in shipped()["nudge_texts"]}
    assert {rule.name for rule in rules.RULES} <= names
    needed = ("keep_applying", "interview_tomorrow", "deadline_near", "plan_echo")
    for rule in rules.RULES:
        assert shipped_text(rule.name).required == [] or rule.name in needed


def test_a_mail_has_both_parts_one_address_and_exactly_our_headers():
    written = parse(compose(saying_of(wanted_of_every_rule(BARE)["application_follow_up"])))
    assert {name.lower() for name in written} == HEADERS
    assert written["to"] == "ada@example.org"
    assert [part.get_content_type() for part in written.iter_parts()] == ["text/plain", "text/html"]
    assert written["auto-submitted"] == "auto-generated"
    assert written["list-id"].endswith("<nudges.127.0.0.1>")


def test_one_click_unsubscribing_names_every_list_and_shows_no_address(ada):
    wanted = wanted_of_every_rule(BARE)
    sayings = [saying_of(wanted["application_follow_up"]), saying_of(wanted["keep_applying"])]
    written = parse(compose(*sayings, user=ada))
    assert written["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://127\.0\.0\.1:8000/u/([^/>\s]+)/>", written["list-unsubscribe"].strip())
    assert found, written["list-unsubscribe"]
    assert actions.read_unsubscribe_token(found[1]) == (ada, ["follow_ups", "keep_going"])
    assert "ada@" not in found[1]
    raw = written.as_bytes().decode()
    assert f"/u/{found[1]}/" in written.get_body(("plain",)).get_content()
    assert raw.count("List-Unsubscribe:") == 1


def test_every_link_leads_to_our_own_site_and_nothing_is_loaded():
    written = parse(compose(saying_of(wanted_of_every_rule(BARE)["next_morning"])))
    html = written.get_body(("html",)).get_content()
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {"http://127.0.0.1:8000"}
    assert not re.search(r"<img|<script|src=|@import|url\(", html)
    for needed in (
        'name="viewport"',
        "prefers-color-scheme: dark",
        "max-width: 560px",
        "/support/",
        "/nudges/settings/",
    ):
        assert needed in html


def test_a_mail_says_why_it_came_how_to_stop_it_and_offers_every_choice():
    text = words_of(compose(saying_of(wanted_of_every_rule(BARE)["feedback_follow_up"])))
    assert "You get this because you asked Rebound for these notes by e-mail: Recovery." in text
    for verb in actions.Verb:
        assert str(verb.label) in text


def test_each_action_link_does_that_one_thing_to_that_one_nudge(ada):
    nudge = Nudge.objects.create(
        user=ada, rule="x", list="recovery", kind="gentle", created_at=NOW, useful_until=NOW, application=7
    )
    for link in choices_of(nudge):
        token = link.url.removeprefix("http://127.0.0.1:8000/n/").rstrip("/")
        found, verb = actions.read_nudge_token(token)
        assert found == nudge
        assert str(actions.Verb(verb).label) == link.label


def test_subjects_reveal_nothing_even_where_a_curator_slips():
    text = shipped_text("application_follow_up")
    text.subject = "About {{ company }}\x0b and {{ role }}\r\nBcc: eve@example.org"
    about = make_about(company="Acme", role="Engineer", applied_on=date(2026, 11, 4), last_event_at=NOW)
    one = next(rules.application_follow_up(make_facts(quiet=(about,)), NOW))
    written = parse(compose(saying_of(one, text)))
    assert written["subject"] == "About the company and the role Bcc: eve@example.org"
    assert written["bcc"] is None


def test_several_of_one_rule_are_one_part_with_a_line_each():
    about = [
        make_about(pk=n, company=f"Company {n}", applied_on=date(2026, 11, 4), last_event_at=NOW) for n in (1, 2, 3)
    ]
    wanted = [one for one in rules.application_follow_up(make_facts(quiet=tuple(about)), NOW) if one.occurrence == "1"]
    text = compose(*[saying_of(one) for one in wanted]).body
    assert text.count("has been quiet for a while") == 1
    assert "Engineer, Company 2: http://127.0.0.1:8000/applications/2/" in text


def test_the_appointment_gives_a_folded_message_its_subject():
    wanted = wanted_of_every_rule(BARE)
    written = compose(saying_of(wanted["feedback_follow_up"]), saying_of(wanted["interview_tomorrow"]))
    assert written.subject == "Your appointment"
    assert written.body.index("in your calendar") < written.body.index("you asked")
    assert written.body.count("Hello,") == 1


def test_the_digest_is_a_line_each_and_leaves_out_what_the_same_mail_says():
    about = make_about(pk=7, applied_on=date(2026, 11, 4), last_event_at=berlin("2026-11-04 12:00"))
    facts = make_facts(quiet=(about,), interviews=(make_interview_fact(application=make_about(pk=8)),))
    wanted = wanted_of_every_rule(replace(facts, digest=DigestFact()))
    alone = compose(saying_of(wanted["weekly_digest"])).body
    assert "· Thursday 26 November, 14:00: interview, Engineer, Acme\n· Quiet since 4 November: Engineer, Acme" in alone
    assert "Remind me" not in alone
    folded = compose(saying_of(wanted["weekly_digest"]), saying_of(wanted["application_follow_up"])).body
    assert folded.index("has been quiet for a while") < folded.index("Here is what is open")
    assert "Quiet since" not in folded


def test_moments_are_told_in_the_persons_zone():
    user = User(pk=5, email="bob@example.org", time_zone="America/New_York")
    text = words_of(compose(saying_of(wanted_of_every_rule(BARE)["interview_tomorrow"]), user=user))
    assert "Thursday, 26 November 2026, 08:00 (EST)" in text


def test_html_of_what_a_person_typed_is_escaped():
    about = make_about(company="<script>alert(1)</script>", role='"><img src=x>')
    interview = make_interview_fact(application=about, location='https://meet.example.org/a?b=1&c="<b>')
    one = next(rules.interview_tomorrow(make_facts(interviews=(interview,)), NOW))
    html = parse(compose(saying_of(one))).get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "<img" not in html
    assert 'href="https://meet.example.org/a?b=1&amp;c="' in html


@pytest.mark.parametrize("email", ["", "nobody", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org"])
def test_what_is_not_one_address_is_refused(email):
    with pytest.raises(Unsendable):
        mail.recipient(User(email=email))


names = st.text(alphabet=st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["Ada\r\nBcc: eve@example.org", "a\x0bb", "\u2028To: eve@example.org", "x\x00", "{{ phone }}", "=?utf-8?q?x?="]
)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=names, company=names, place=names)
def test_nothing_a_person_types_adds_a_header_a_recipient_or_an_error(name, company, place):
    user = User(pk=5, email="ada@example.org", name=name, time_zone="Europe/Berlin")
    interview = make_interview_fact(application=make_about(company=company, contact_name=name), location=place)
    one = next(rules.interview_tomorrow(make_facts(interviews=(interview,)), NOW))
    written = parse(compose(saying_of(one), user=user))
    assert {header.lower() for header in written} == HEADERS
    assert len(written.get_all("to")) == 1
    assert written["to"].addresses[0].addr_spec == "ada@example.org"
    assert written["subject"] == "Your appointment"


def test_a_mail_goes_through_the_real_backend(ada, settings, tmp_path):
    connection = get_connection("django.core.mail.backends.locmem.EmailBackend")
    assert connection.send_messages([compose(saying_of(wanted_of_every_rule(BARE)["keep_applying"]))]) == 1


def test_an_appointment_offers_no_other_day_and_a_second_part_begins_like_a_sentence():
    wanted = wanted_of_every_rule(BARE)
    alone = compose(saying_of(wanted["interview_tomorrow"])).body
    assert "Remind me" not in alone
    assert "Another time" not in alone
    assert "\n* Nothing more about this application:\n  http" in alone
    folded = compose(saying_of(wanted["interview_tomorrow"]), saying_of(wanted["feedback_follow_up"])).body
    assert "\nYou asked the person" in folded


def test_a_shown_address_may_end_its_line_behind_a_slash_rather_than_before_a_full_stop():
    html = compose(saying_of(wanted_of_every_rule(BARE)["application_follow_up"])).html
    assert '/applications/7/" style="color: #1f4e6e;">127.0.0.1:8000/<wbr>applications/<wbr>7/</a>. Most' in html
