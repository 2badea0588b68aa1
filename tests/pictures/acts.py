"""What is done on an open page before its picture is taken."""

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page

Act = Callable[[Page], None]

# The browser's own bubbles would keep the form from being sent.
UNCHECKED = "for (const form of document.forms) form.noValidate = true"


def send_empty(page: Page) -> None:
    """The first form of the page as somebody sends it who has overlooked everything."""
    page.evaluate(UNCHECKED)
    page.locator("main form[method=post] [type=submit]:not([tabindex='-1'])").first.click()
    page.wait_for_load_state("networkidle")


def open_menu(page: Page) -> None:
    """The menu of the dock, on wide screens that of the page's own row."""
    for opener in page.locator(".dock summary, main .drop > summary").all():
        if opener.is_visible():
            opener.click()
            return


def ask(page: Page) -> None:
    """The first question of the page, in its dialog; it may stand in a menu."""
    page.evaluate("for (const menu of document.querySelectorAll('main .drop')) menu.open = true")
    page.locator("main a[data-dialog]").first.click()
    page.locator("dialog[open]").wait_for()


def open_details(page: Page) -> None:
    page.evaluate("for (const part of document.querySelectorAll('main details:not(.drop)')) part.open = true")


def fill(**values: str) -> Act:
    """Types into the named fields and sends the form."""

    def act(page: Page) -> None:
        page.evaluate(UNCHECKED)
        for name, value in values.items():
            page.fill(f"main form[method=post] [name='{name}']", value)
        page.press(f"main form[method=post] [name='{list(values)[-1]}']", "Enter")
        page.wait_for_load_state("networkidle")

    return act


def let_frame_load(page: Page) -> None:
    """What a curator previews stands in a frame, which is filled a moment later."""
    page.wait_for_load_state("networkidle")


A_PACK = """
pack: {language: en}
reframes:
  - key: always_me
    thought: It always goes like this for me.
    reframe: “Always” is a feeling about a list. Your tracker holds the list, and it says something else.
    question: In my last ten, how far did each one get?
    stages: [applied, screening, assessment, interview, final_round, ghosted]
    sources: [watkins2008]
  - key: nobody_answers
    thought: Nobody even answers.
    reframe: Silence is about their desk, and it is the most frequent answer there is.
    question: Who could tell me how they choose?
    stages: [applied, ghosted]
"""


def compare_a_pack(page: Page) -> None:
    """Brings a file in as far as the question what of it is wanted."""
    file: FilePayload = {"name": "ours.yaml", "mimeType": "application/yaml", "buffer": A_PACK.encode()}
    page.set_input_files("[name=file]", file)
    page.locator("form[enctype] [type=submit]").click()
    page.wait_for_load_state("networkidle")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


def open_a_published_text(page: Page) -> None:
    page.goto("/admin/advice/step/?q=explanations_map")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state("networkidle")


def write_a_new_version(page: Page) -> None:
    """Of a step that people see; the one that waits already, where there is one."""
    open_a_published_text(page)
    page.locator(".standing :is([type=submit], a)").first.click()
    page.locator("#id_title").fill("Several explanations, one page each")
    page.locator("#id_why").fill(
        "One explanation alone feels like the truth; several beside each other leave room for doubt."
    )
    page.locator("[name=_save]").first.click()
    page.wait_for_load_state("networkidle")


def compare_a_new_version(page: Page) -> None:
    write_a_new_version(page)
    page.locator(".standing a.button").click()
    page.wait_for_load_state("networkidle")
