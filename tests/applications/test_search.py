"""What a search finds: the same on every database, by one table."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications import operations
from applications.folding import asked_for, is_found
from applications.models import SearchText
from applications.searching import IN_NAMES, IN_SOURCE, says
from tests.explore import examples
from tests.factories import make_application, make_contact

# role: its own words, and those by which alone it is found among all of these.
TABLE = {
    "Engineer": ("Initech GmbH & Co. KG", ["initech", "INITECH kg", "gmb", "engi initech", "kg co"]),
    "Ingénieure à l'œuvre": (
        "L’Oréal",
        ["ingenieure", "INGÉNIEURE", "oreal", "l'oreal", "loreal", "oeuvre"],
    ),
    "Straßenbahnfahrerin": ("Ørsted Łódź", ["strassenbahn", "STRASSENBAHN", "Straße", "orsted", "lodz"]),
    "C++ and C# developer": ("O'Brien", ["c++", "C#", "obrien", "o'brien", "O’Brien", "c++ c#"]),
    ".NET person": ("Dotted", [".net", ".NET dotted", ".Ne"]),
    "Front-end builder": ("AT&T", ["front-end", "frontend", "FRONT end", "front-e", "at&t", "att", "frontend at&t"]),
    "Netzwerkerin": ("navy.mil", ["grace.hopper@navy.mil", "navy.mil", "navymil", "hopper@navy", "netz"]),
    "ソフトウェアエンジニア": (
        "東京大学",
        ["東京", "大学", "京大", "東", "学", "エンジニア", "ソフト", "東京 エンジニア"],
    ),
    "Inżynier 🚀": ("Möbelhaus 🇩🇪", ["🚀", "inzynier", "🚀 mobel", "🇩🇪"]),
    "مُهَنْدِس": ("شركة", ["مهندس", "شركة", "مُهَنْدِس شرك"]),
    "מהנדסת": ("חברה", ["מהנדסת", "חבר"]),
    "개발자": ("서울", ["개발", "서울", "개발자 서"]),
    "№ 5 ﬁtter": ("Tеch™", ["fitter", "no 5", "tеchtm"]),
}
QUERIES = [(query, role) for role, (_, queries) in TABLE.items() for query in queries]
NOWHERE = ["zzz", "netz c++", "net dotted zzz", "京東", "🛸", "initech oreal", "%", "_", "'", '"', "\\", "(", "*", "&"]
ODD = [
    'OR NEAR * " ( ) AND NOT -x ^ : {a} + #',
    '"', "''", "\\", "NEAR(a b, 3)", "text:a", "*", "a* OR b*", "'a':* & !b", "a & | b", "<->", "7:x", "!", "@",
    "a" * 10_000, "a " * 10_000, "東" * 10_000, "\x00", "a\x00b", "\ufffd", "-" * 500, "." * 300 + "net", "a.b" * 99,
]  # fmt: skip


@pytest.fixture
def shelf(ada, now):
    for role, (company, _) in TABLE.items():
        notes = "Ask grace.hopper@navy.mil." if role == "Netzwerkerin" else ""
        make_application(ada, now=now, role=role, company=company, notes=notes)
    return ada


def roles(user, text, **where) -> set[str]:
    return {application.role for application in user.applications.filter(says(user.pk, text, **where))}


def test_what_is_looked_for_is_found_alone_and_what_is_nowhere_is_not_found(shelf):
    wanted = {query: {role} for query, role in QUERIES} | {query: set() for query in NOWHERE}

    assert {query: roles(shelf, query) for query in wanted} == wanted


def test_nothing_one_types_is_an_operator_or_an_error(shelf, ada_client):
    for query in ODD:
        found = roles(shelf, query)
        answer = ada_client.get("/applications/", {"q": query})
        assert answer.status_code == 200, query
        assert len(found) < len(TABLE), query


SIGNS = "aAbß é'-+#.@/ &:!*\"()\\\x00\t東京工ア🚀\u064bمΣς\u0301"
WRITTEN = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(role=WRITTEN, query=WRITTEN)
def test_the_database_finds_exactly_what_is_promised(ada, application, role, query):
    role = role.replace("\x00", "")
    operations.edit_application(application, now=application.created_at, role=role, company="X")
    text = f"X\n{role}"

    assert bool(roles(ada, query)) == is_found(asked_for(query)[:8], text)


@pytest.mark.parametrize("word", ["Lisbon", "fair", "whistle", "kubernetes", "hopper", "grace"])
def test_every_text_of_an_application_is_looked_through(ada, now, word):
    texts = {"location": "Lisbon", "source": "A fair", "notes": "Whistle\ntwice", "posting_text": "KUBERNETES!"}
    application = make_application(ada, now=now, **texts)
    operations.add_contact(ada, name="Grace Hopper", applications=[application])

    assert roles(ada, word) == {"Engineer"}


def test_names_and_sources_can_be_asked_for_alone(ada, now):
    make_application(ada, now=now, role="Baker", company="Mill", source="Fair", notes="Oven")

    assert roles(ada, "bak mill", where=IN_NAMES) == roles(ada, "fair", where=IN_SOURCE) == {"Baker"}
    assert roles(ada, "oven", where=IN_NAMES) == roles(ada, "baker", where=IN_SOURCE) == set()


def test_a_renamed_company_is_found_by_its_new_name_on_all_its_applications(ada, now):
    first, second = (make_application(ada, now=now, company="Café", role=role) for role in ("A", "B"))

    operations.edit_application(second, now=now, company="CAFÉ")
    operations.edit_application(first, now=now, company="Bakery")

    assert roles(ada, "cafe") == {"B"}
    assert roles(ada, "bakery") == {"A"}


def test_a_changed_contact_is_found_by_the_new_name_only(ada, application, now):
    contact = operations.add_contact(ada, name="Grace", applications=[application])
    operations.edit_contact(contact, name="Margaret", company="", applications=[application])
    assert (roles(ada, "grace"), roles(ada, "margaret")) == (set(), {"Engineer"})

    operations.edit_contact(contact, name="Margaret", company="", applications=[])
    assert roles(ada, "margaret") == set()

    operations.edit_contact(contact, name="Margaret", company="", applications=[application])
    operations.delete_contact(contact, now=now)
    assert roles(ada, "margaret") == set()


def test_what_is_deleted_is_found_no_more_and_leaves_no_words(ada, application, now):
    operations.delete_application(application, now=now)

    assert not SearchText.objects.exists()
    assert roles(make_application(ada, now=now, role="Other").user, "engineer") == set()


def test_nobody_finds_what_belongs_to_another(ada, bob, application, now):
    make_application(bob, now=now, role="Engineer too")

    assert roles(ada, "engineer") == {"Engineer"}
    assert roles(bob, "engineer") == {"Engineer too"}
    assert not ada.applications.filter(says(bob.pk, "engineer")).exists()


def test_the_longest_texts_fit(ada, now):
    numbers = " ".join(str(number) for number in range(17_000))[:100_000]
    signs = "".join(chr(0x4E00 + number % 20_000) for number in range(20_000))
    application = make_application(ada, now=now, posting_text=numbers, notes=signs)

    assert roles(ada, "13999") == {"Engineer"}
    assert application.search_text.text


def test_a_contact_s_words_come_from_the_factory_only_by_operations(ada, application):
    """The factory writes rows past the operations; one run of the repair puts that right."""
    make_contact(ada, name="Ginevra").applications.add(application)
    assert roles(ada, "ginevra") == set()

    operations.keep_search_texts(ada.applications.all())
    assert roles(ada, "ginevra") == {"Engineer"}
