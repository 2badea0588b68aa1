import time

import pytest
from django.core import signing

from nudges import actions
from nudges.actions import BadToken, Verb
from nudges.models import Nudge


@pytest.fixture
def nudge(ada, now):
    return Nudge.objects.create(user=ada, rule="x", list="recovery", kind="gentle", created_at=now, useful_until=now)


def test_a_link_does_one_thing_to_one_nudge(nudge):
    for verb in Verb:
        assert actions.read_nudge_token(actions.nudge_token(nudge, verb)) == (nudge, verb.value)


def test_a_link_from_a_mail_ends_after_thirty_days(nudge, monkeypatch):
    token = actions.nudge_token(nudge, Verb.DROP)
    then = time.time()
    monkeypatch.setattr(time, "time", lambda: then + 29 * 86400)
    assert actions.read_nudge_token(token)
    monkeypatch.setattr(time, "time", lambda: then + 31 * 86400)
    with pytest.raises(BadToken):
        actions.read_nudge_token(token)


def test_unsubscribing_never_ends_and_shows_no_address(ada, monkeypatch):
    token = actions.unsubscribe_token(ada, ["recovery", "digest"])
    then = time.time()
    monkeypatch.setattr(time, "time", lambda: then + 3000 * 86400)
    assert actions.read_unsubscribe_token(token) == (ada, ["digest", "recovery"])
    assert "ada" not in signing.b64_decode(token.split(":")[0].encode()).decode()


@pytest.mark.parametrize("spoil", [lambda t: t + "x", lambda t: "x" + t, lambda t: "", lambda t: t.split(":")[0]])
def test_a_spoilt_link_is_refused(nudge, ada, spoil):
    with pytest.raises(BadToken):
        actions.read_nudge_token(spoil(actions.nudge_token(nudge, Verb.DROP)))
    with pytest.raises(BadToken):
        actions.read_unsubscribe_token(spoil(actions.unsubscribe_token(ada, ["recovery"])))


def test_a_link_made_for_one_purpose_serves_no_other(nudge, ada):
    with pytest.raises(BadToken):
        actions.read_unsubscribe_token(actions.nudge_token(nudge, Verb.DROP))
    with pytest.raises(BadToken):
        actions.read_nudge_token(actions.unsubscribe_token(ada, ["recovery"]))
    with pytest.raises(BadToken):
        actions.read_nudge_token(signing.dumps([nudge.pk, "drop"], salt="something else"))


def test_a_link_to_what_is_gone_is_refused(nudge, ada):
    action, stop = actions.nudge_token(nudge, Verb.DROP), actions.unsubscribe_token(ada, ["recovery"])
    ada.delete()
    for read, token in ((actions.read_nudge_token, action), (actions.read_unsubscribe_token, stop)):
        with pytest.raises(BadToken):
            read(token)


def test_links_outlive_a_change_of_the_secret_key(nudge, settings):
    token = actions.nudge_token(nudge, Verb.DROP)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-for-tests" * 2
    assert actions.read_nudge_token(token) == (nudge, "drop")
