"""What stands in the letters of a step, and when the app may put something else there."""

from recovery.controls import Control
from recovery.prompts import Letter
from recovery.sheet import Sheet

Written = tuple[str | None, str, dict[str, str]]


def letter_controls(sheet: Sheet) -> list[Control]:
    return [control for control in sheet.all_controls if isinstance(control.kind, Letter)]


def letters_in(sheet: Sheet) -> dict[str, Written]:
    """By prompt: which letter is chosen, to whom it goes, and how it reads as long as nobody touches it."""
    return {
        control.key: written(sheet, control.value["letter"], control.value["to"]) for control in letter_controls(sheet)
    }


def written(sheet: Sheet, letter: str | None, to: str) -> Written:
    return letter, to, sheet.letter_text(letter, to) if letter else {}


def put_letter(sheet: Sheet, control: Control, *, before: Written) -> bool:
    """Puts in the text of a newly chosen letter, and into one that nobody has touched what was answered meanwhile.

    Subject and text that the person has made something of their own of stay, but for a letter that was sent and now
    goes to somebody else. Answers whether anything was put in.
    """
    (letter, to, untouched), value = before, control.value
    if control.errors:
        return False
    if not value["letter"]:
        # What was ours alone goes with the letter.
        control.value = value | {part: "" for part, text in untouched.items() if value[part].strip() == text.strip()}
        return False
    texts = sheet.letter_text(value["letter"], value["to"])
    is_sent = to in value["sent_to"] and to != value["to"]
    ours = {part: {untouched.get(part, "").strip()} | ({""} if value["letter"] != letter else set()) for part in texts}
    new = {part: text for part, text in texts.items() if is_sent or value[part].strip() in ours[part]}
    control.is_rewritten = any(value[part].strip() != text.strip() for part, text in new.items())
    control.value = value | new
    return control.is_rewritten
