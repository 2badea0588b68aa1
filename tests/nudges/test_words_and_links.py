"""What the words of a mail say one can do there, its links do: in both parts of the mail."""

import re

import pytest

from nudges import rules
from tests.nudges.test_mail import (
    AWAY,
    BARE,
    BARE_RECOVERY,
    WEEK,
    compose,
    saying_of,
    shipped_text,
    wanted_of_every_rule,
)

# What a text may promise, and the link that keeps it, as it stands in the plain part.
PROMISES = {
    r"\bpaus(?:e|ing)\b|nothing at all for a while": r"Pause all notes:\s+\S+/p/\S+",
    r"\bput it off\b|\bsnooz|\bremind me\b": r"Remind me tomorrow:\s+\S+/n/\S+",
    r"\bleave it out\b|\bskip it\b": r"Not this one:\s+\S+/n/\S+",
    r"\bnothing more about this application\b": r"Nothing more about this application:\s+\S+/n/\S+",
    r"\bsettings\b": r"Settings:\s+\S+/nudges/settings/",
    r"\bsupport page\b": r"Talk to someone:\s+\S+/support/",
    r"\bthe link below opens\b": r"Open the page:\s+\S+",
}
LABELS = re.compile(r"(?:click on|choose|press) [\"“]([^\"”]+)[\"”]", re.IGNORECASE)
WANTED = {name: one for facts in (BARE, BARE_RECOVERY, AWAY, WEEK) for name, one in wanted_of_every_rule(facts).items()}


@pytest.mark.parametrize("rule", [rule.name for rule in rules.RULES])
def test_every_act_that_the_words_name_is_a_link_of_that_mail(rule):
    words, written = " ".join(shipped_text(rule).body.split()), compose(saying_of(WANTED[rule]))
    promised = [link for promise, link in PROMISES.items() if re.search(promise, words, re.IGNORECASE)]
    promised += [rf"{re.escape(label)}:\s+\S+" for label in LABELS.findall(words)]
    for link in promised:
        assert re.search(link, written.body), link
        label = link.partition(":")[0].replace("\\", "")
        assert f">{label}</a>" in written.html, label


def test_every_mail_has_a_way_to_pause_all_and_a_text_may_lead_there():
    text = shipped_text("keep_applying")
    text.body += "\n\nRest: {{ pause_url }}"
    written = compose(saying_of(WANTED["keep_applying"], text))
    (first, second) = re.findall(r"http\S+/p/\S+/", written.body)
    assert first == second and f'href="{first}"' in written.html
