"""Who and what the demo search is about. All names are invented."""

from dataclasses import dataclass

ROLES = [
    "Product designer",
    "Senior product designer",
    "UX researcher",
    "Service designer",
    "Design lead",
    "Interaction designer",
    "Content designer",
    "Design systems engineer",
]

SOURCES = ["Company site", "Job board", "A friend", "Newsletter", "Recruiter wrote", "Meet-up"]

PLACES = ["Berlin", "Hamburg", "Remote", "Vienna", "Amsterdam", "Leipzig", "Zurich"]

COMPANIES = [
    name.strip()
    for name in """
Alder & Finch | Baltic Ferries | Birchwood Clinics | Blue Kettle | Bookbinders' Guild | Cartography Lab | Cedar
Insurance | City Bikes | Copper Lane | Daylight Energy | Dovetail Furniture | Eastgate Museum | Elm Street Bakery
Group | Fernweh Travel | Field Notes Health | Fjord Analytics | Foxglove Pharma | Garnet Rail | Glasshouse Studio |
Greenhouse Foods | Harbour Bank | Hazel Learning | Heron Logistics | Hillside Schools | Honeycomb Homes | Ink &
Anchor | Juniper Audio | Kestrel Robotics | Kindling | Lantern Legal | Larkspur | Lighthouse Housing Association |
Linden University | Marigold Care | Meadow Software | Millstone | Moss & Partners | Nettle Games | Night Train
Company | North Wind Power | Oak Bridge Consulting | Open Atlas | Otter Payments | Paper Crane | Pebble Watches |
Pine Hospital Group | Quarry Theatre | Rain Garden | Red Barn Cooperative | River Valley Transit | Rowan Labs | Salt
Marsh Media | Seedbank Foundation | Silverline Optics | Slate | Sparrow Mobile | Stillwater | Thistle Press | Tidal
| Willow Credit Union | Yarrow Biotech | Zephyr Sails
""".replace("\n", " ").split("|")
]

PEOPLE = [
    name.strip()
    for name in """
Mara Okafor | Tomás Lindqvist | Yuki Brandt | Noor Haddad | Ines Albrecht | Kofi Mensah | Lena Sørensen | Arjun
Mehta | Chloé Marchand | Piotr Zieliński | Amina Yusuf | Jonas Weber | Sofia Rinaldi | Daniel Eriksen | Hana Kovář |
Mateo Ruiz | Ruth Adeyemi | Felix Hartmann | Mei Tanaka | Oskar Nyberg | Leila Rahimi | Ben Carver | Zofia Nowak |
Emre Aydın
""".replace("\n", " ").split("|")
]


def people_at(company: str) -> list[str]:
    """Whom one may meet there: four of them, at few companies the same."""
    first = 4 * COMPANIES.index(company) % len(PEOPLE)
    return PEOPLE[first : first + 4]


@dataclass(frozen=True)
class Ending:
    """How one application of the story goes: days are counted from the day it was applied for."""

    stage: str = "applied"
    outcome: str = ""
    after_days: int = 0
    no_kind: str = ""
    reason: str = ""


# (days before today on which it was applied for, how it goes); the oldest first.
EARLY_NO = Ending(outcome="rejected", after_days=9, no_kind="auto_mail")
SILENCE = Ending(outcome="ghosted", after_days=34, no_kind="silence")
STILL_OPEN = Ending()

STORY: list[tuple[int, Ending]] = [
    (121, EARLY_NO),
    (119, SILENCE),
    (118, EARLY_NO),
    (116, SILENCE),
    (
        114,
        Ending(
            stage="screening", outcome="rejected", after_days=16, no_kind="personal_mail", reason="Someone closer by."
        ),
    ),
    (112, EARLY_NO),
    (111, SILENCE),
    (109, Ending(outcome="role_closed", after_days=12)),
    (107, SILENCE),
    (105, EARLY_NO),
    (103, SILENCE),
    (101, SILENCE),
    (99, Ending(stage="assessment", outcome="rejected", after_days=24, no_kind="personal_mail")),
    (97, EARLY_NO),
    (96, SILENCE),
    (94, EARLY_NO),
    (92, Ending(stage="screening", outcome="withdrawn", after_days=13, reason="Four days on site.")),
    (90, SILENCE),
    (88, SILENCE),
    (87, EARLY_NO),
    (85, SILENCE),
    (83, Ending(stage="offer", outcome="declined", after_days=31, reason="Below what I need.")),
    (81, EARLY_NO),
    (79, SILENCE),
    (77, SILENCE),
    (75, EARLY_NO),
    (73, Ending(stage="offer", outcome="accepted", after_days=33, reason="A five-week contract, done by now.")),
    (70, SILENCE),
    (68, EARLY_NO),
    (66, SILENCE),
    (63, SILENCE),
    (61, EARLY_NO),
    (58, SILENCE),
    (55, EARLY_NO),
    (53, Ending(outcome="withdrawn", after_days=20)),
    (50, SILENCE),
    (47, SILENCE),
    (44, Ending(stage="screening", outcome="ghosted", after_days=36, no_kind="silence")),
    (41, EARLY_NO),
    (38, SILENCE),
    (
        36,
        Ending(
            stage="interview", outcome="rejected", after_days=31, no_kind="call", reason="Another candidate was closer."
        ),
    ),
    (33, EARLY_NO),
    (30, STILL_OPEN),
    (27, Ending(stage="final_round")),
    (25, EARLY_NO),
    (22, STILL_OPEN),
    (20, Ending(stage="interview")),
    (17, STILL_OPEN),
    (15, EARLY_NO),
    (13, Ending(stage="screening")),
    (11, STILL_OPEN),
    (9, STILL_OPEN),
    (7, STILL_OPEN),
    (5, STILL_OPEN),
    (3, STILL_OPEN),
    (2, STILL_OPEN),
    (1, STILL_OPEN),
]

# Found, not yet applied for.
SAVED = 3
PREPARING = 2
