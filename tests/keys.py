"""A person without a mouse: every stop on the way has to be seen, in the light of a ring and under nothing else."""

from pathlib import Path

from playwright.sync_api import Locator, Page

LOOK = Path(__file__).with_suffix(".js").read_text().partition("\n")[2]


class Keys:
    """Goes through a page by Tab, Enter, Space, the arrows and letters, and looks where it is after each step."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        """Where the key leads has to be seen."""
        self.page.keyboard.press(key)
        self.look()

    def look(self) -> None:
        problem = self.page.evaluate(LOOK)
        assert not problem, f"{problem}, on {self.page.url}"

    def to(self, goal: Locator, *, back: bool = False) -> None:
        """By Tab, for as long as it takes, once the page is there as a whole; it has no more stops than this."""
        self.page.wait_for_load_state()
        for _ in range(150):
            if goal.evaluate("node => node === document.activeElement"):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not lead to {goal}")

    def past_the_navigation(self) -> None:
        """A new page begins at its top, once it is there in its colours: the first stop leads to its content."""
        self.page.wait_for_load_state()
        self.press("Tab")
        assert self.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main"

    def write(self, goal: Locator, text: str) -> None:
        self.to(goal)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def enter(self, goal: Locator) -> None:
        """Opens a link, or presses a button."""
        self.to(goal)
        self.page.keyboard.press("Enter")

    def tick(self, goal: Locator) -> None:
        self.to(goal)
        self.press("Space")

    def choose(self, goal: Locator, word: str) -> None:
        """In a list that folds down: by its first letters. Who hesitates for a second begins anew."""
        self.to(goal)
        for _try in range(5):
            self.page.keyboard.type(word)
            if word.lower() in goal.evaluate("node => node.selectedOptions[0].text").lower():
                return
            self.page.wait_for_timeout(1_200)
        raise AssertionError(f"Typing {word} chooses something else in {goal}")
