"""What becomes of the writing when its step is settled: kept, thrown away, or cut to its last sentence."""

import re

from advice.vocabulary import Input
from recovery.leaves import BELOW_WRITING
from recovery.models import RecoveryStep

NOTHING, LAST_SENTENCE = "nothing", "last sentence"


def throws_away(step: RecoveryStep) -> str:
    """Whether nothing of the writing is to be kept, or the last sentence only; empty where all of it is.

    The first two choices of that prompt are these two, in whatever words.
    """
    choice = step.answers.filter(prompt_key=BELOW_WRITING).first()
    prompts = {prompt["key"]: prompt for prompt in step.snapshot.get("prompts", [])}
    if choice is None or BELOW_WRITING not in prompts:
        return ""
    meanings = dict(zip(prompts[BELOW_WRITING]["options"]["choices"], (NOTHING, LAST_SENTENCE), strict=False))
    return meanings.get(choice.plain, "")


def keep_only_what_was_asked(step: RecoveryStep) -> bool:
    """Rounds of writing are thrown away, or cut to the last sentence, as the person chose beside them.

    Answers whether nothing had to go.
    """
    if not (kept := throws_away(step)):
        return True
    long_texts = [prompt["key"] for prompt in step.snapshot["prompts"] if prompt["input"] == Input.PRIVATE_LONG_TEXT]
    written = [answer for answer in step.answers.filter(prompt_key__in=long_texts) if answer.secret]
    written.sort(key=lambda answer: long_texts.index(answer.prompt_key))
    for answer in written:
        if answer is written[-1] and kept == LAST_SENTENCE:
            answer.secret = final_sentence(answer.secret)
            answer.save(update_fields=["secret"])
        else:
            answer.delete()
    return not written


def final_sentence(text: str) -> str:
    return [part for part in re.split(r"(?<=[.!?…])\s+|\n+", text.strip()) if part.strip()][-1]
