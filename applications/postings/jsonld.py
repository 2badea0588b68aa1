"""The JobPostings in a page's JSON-LD."""

from applications.postings import jobposting, loose_json
from applications.postings.found import Found
from applications.postings.jobposting import Node

MOST_BLOCKS = 60
MOST_MENDED = 300_000  # characters of broken JSON on one page that are looked through
MOST_POSTINGS = 50


def read(blocks: list[str], *, base: str) -> list[Found]:
    """What each posting in these blocks says, in the order of the page."""
    documents = read_blocks(blocks[:MOST_BLOCKS])
    nodes = list(jobposting.nodes_in(documents))
    known = ids_of(nodes)
    postings = [node for node in nodes if jobposting.is_posting(node)][:MOST_POSTINGS]
    return [jobposting.read(node, known=known, base=base) for node in postings]


def read_blocks(blocks: list[str]) -> list[object]:
    left, documents = MOST_MENDED, []
    for block in blocks:
        found = loose_json.documents(block)
        if found is None and len(block) <= left:
            left -= len(block)
            found = loose_json.mended(block)
        documents += found or []
    return documents


def ids_of(nodes: list[Node]) -> dict[str, Node]:
    """Nodes by their `@id`; of several with one, the one that says most."""
    known: dict[str, Node] = {}
    for node in nodes:
        key = node.get("@id")
        if isinstance(key, str) and len(node) > len(known.get(key, {"@id": 0})):
            known[key] = node
    return known
