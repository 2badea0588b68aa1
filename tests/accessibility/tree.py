"""What a screen reader is given: the browser's own accessibility tree below one element."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession


@dataclass(frozen=True)
class Node:
    role: str
    name: str
    states: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"


def nodes(remote: CDPSession, selector: str) -> list[Node]:
    """Every node that is given to a reader, in its order, without the pieces of text."""
    place = remote.send("Runtime.evaluate", {"expression": f"document.querySelector({selector!r})"})
    found = remote.send("Accessibility.queryAXTree", {"objectId": place["result"]["objectId"]})
    kept = [node for node in found["nodes"] if not node.get("ignored")]
    read = [
        Node(
            role=node["role"]["value"],
            name=node.get("name", {}).get("value", "").strip(),
            states={each["name"]: each["value"].get("value") for each in node.get("properties", [])},
        )
        for node in kept
    ]
    return [node for node in read if node.role not in {"StaticText", "InlineTextBox", "none", "generic", "ListMarker"}]
