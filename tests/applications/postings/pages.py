"""Pages as they are out there, each with one thing wrong or odd with it. All of them were written for these tests."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

URL = "https://jobs.example.org/posting/77"
NURSE: dict[str, Any] = {"role": "Senior Nurse", "company": "Hooli"}


@dataclass(frozen=True)
class Case:
    """A page, and what is to be found on it: one posting, or a list of roles to choose from, or nothing."""

    name: str
    html: str
    found: dict[str, Any] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    url: str = URL


def ld(json: str, *, head: str = "", body: str = "", kind: str = "application/ld+json") -> str:
    script = f'<script type="{kind}">{json}</script>'
    return f"<!doctype html><html><head><title>Jobs</title>{head}{script}</head><body>{body}</body></html>"


def posting(
    more: str = "", *, title: str = '"Senior Nurse"', company: str = '{"@type":"Organization","name":"Hooli"}'
) -> str:
    """The JSON of one posting; `more` begins with a comma or is empty."""
    start = '{"@context":"https://schema.org","@type":"JobPosting"'
    return f'{start},"title":{title},"hiringOrganization":{company}{more}}}'


def place(town: str, country: str = "Germany") -> str:
    address = f'"address":{{"@type":"PostalAddress","addressLocality":"{town}","addressCountry":"{country}"}}'
    return f'{{"@type":"Place",{address}}}'


def salary(value: str, *, currency: str = "EUR") -> str:
    return f',"baseSalary":{{"@type":"MonetaryAmount","currency":"{currency}","value":{value}}}'


def paid(low: int | None, high: int | None, currency: str = "EUR", period: str = "year") -> dict[str, Any]:
    said = {"salary_min": low, "salary_max": high, "salary_currency": currency, "salary_period": period}
    return NURSE | {name: value for name, value in said.items() if value}


MICRODATA = """<html><head><title>Nurse wanted</title></head><body>
<div itemscope itemtype="http://schema.org/JobPosting">
  <meta itemprop="validThrough" content="2026-12-24">
  <h1 itemprop="title">Senior   Nurse</h1>
  <div itemprop="hiringOrganization" itemscope itemtype="http://schema.org/Organization">
    <a itemprop="url" href="/about"><span itemprop="name">Hooli</span></a></div>
  <span itemprop="jobLocation" itemscope itemtype="http://schema.org/Place">
    <span itemprop="address" itemscope itemtype="http://schema.org/PostalAddress">
      <span itemprop="addressLocality">Bremen</span>, <span itemprop="addressCountry">Germany</span></span></span>
  <div itemprop="description"><p>Nights &amp; days.</p><ul><li>Calm<li>Kind</ul><script>track()</script></div>
</div></body></html>"""

CASES = [
    # --- JSON-LD as it should be, and nearly ---
    Case("a plain posting", ld(posting()), NURSE),
    Case(
        "everything said",
        ld(
            posting(
                ',"description":"<p>Nights.</p><ul><li>Calm</li><li>Kind</li></ul>","validThrough":"2026-12-24T23:59:00+01:00",'
                f'"jobLocation":{place("Bremen")}' + salary('{"minValue":40000,"maxValue":50000,"unitText":"YEAR"}')
            ),
            head='<meta property="og:site_name" content="Jobs &amp; More">',
        ),
        paid(40000, 50000)
        | {
            "posting_text": "Nights.\n\n• Calm\n• Kind",
            "deadline_on": date(2026, 12, 24),
            "location": "Bremen, Germany",
            "source": "Jobs & More",
        },
    ),
    Case("in a graph", ld('{"@graph":[{"@type":"WebPage"},' + posting() + "]}"), NURSE),
    Case("in an array in an array", ld("[[" + posting() + "]]"), NURSE),
    Case("types as a list", ld(posting().replace('"JobPosting"', '["Thing","JobPosting"]')), NURSE),
    Case(
        "a type with its whole address", ld(posting().replace('"JobPosting"', '"https://schema.org/JobPosting"')), NURSE
    ),
    Case("a type with a prefix", ld(posting().replace('"JobPosting"', '"schema:JobPosting"')), NURSE),
    Case("a script type with a charset", ld(posting(), kind="application/ld+json; charset=utf-8"), NURSE),
    Case("a script type in capitals", ld(posting(), kind="Application/LD+JSON"), NURSE),
    Case(
        "the company by reference",
        ld('{"@graph":[{"@id":"#us","@type":"Organization","name":"Hooli"},' + posting(company='{"@id":"#us"}') + "]}"),
        NURSE,
    ),
    Case(
        "the company by reference to another script",
        ld(posting(company='{"@id":"#us"}')) + ld('{"@id":"#us","@type":"Organization","name":"Hooli"}'),
        NURSE,
    ),
    Case("a reference to nowhere", ld(posting(company='{"@id":"#us"}')), {"role": "Senior Nurse"}),
    Case("the company as a text", ld(posting(company='"Hooli"')), NURSE),
    Case("the company as a list", ld(posting(company='[{"name":""},{"name":"Hooli"}]')), NURSE),
    Case("the company by its legal name", ld(posting(company='{"legalName":"Hooli"}')), NURSE),
    Case("the company as a link", ld(posting(company='"https://hooli.example"')), {"role": "Senior Nurse"}),
    Case("a company that stays unnamed", ld(posting(company='"Confidential"')), {"role": "Senior Nurse"}),
    Case("the title with a language", ld(posting(title='{"@value":"Senior Nurse","@language":"en"}')), NURSE),
    Case("the title as a list", ld(posting(title='["Senior Nurse","Nurse"]')), NURSE),
    Case("the title as a number", ld(posting(title="7")), {"company": "Hooli"}),
    Case("a title of 10,000 characters", ld(posting(title=f'"{"x" * 10_000}"')), {"company": "Hooli"}),
    Case("nothing but null", ld(posting(title="null", company="null")), {}),
    # --- Broken JSON that is sound all the same ---
    Case("entities twice", ld(posting(company='"Hooli &amp;amp; Sons"')), NURSE | {"company": "Hooli & Sons"}),
    Case("tags and line breaks in the title", ld(posting(title='"Senior\n <b>Nurse</b>"')), NURSE),
    Case("raw line breaks in a text", ld(posting(',"description":"one\n\ttwo"')), NURSE | {"posting_text": "one\ntwo"}),
    Case("a comma at the end", ld(posting(",")), NURSE),
    Case("two commas", ld(posting(',,"url":"/posting/77"')), NURSE),
    Case("a comma missing between lines", ld(posting('\n"datePosted":"2026-11-01"')), NURSE),
    Case("a comma missing between objects", ld("[" + posting() + '{"@type":"WebSite"}]'), NURSE),
    Case("a comment inside", ld(posting("/* no */")), NURSE),
    Case("wrapped in CDATA", ld("<![CDATA[" + posting() + "]]>"), NURSE),
    Case("wrapped in commented CDATA", ld("//<![CDATA[\n" + posting() + "\n//]]>"), NURSE),
    Case("wrapped in CDATA of style sheets", ld("/*<![CDATA[*/" + posting() + "/*]]>*/"), NURSE),
    Case("wrapped in a comment", ld("<!-- " + posting() + " -->"), NURSE),
    Case("a semicolon behind", ld(posting() + ";\n"), NURSE),
    Case("a mark of byte order before", ld("\ufeff" + posting()), NURSE),
    Case("one after the other", ld('{"@type":"WebSite"}\n' + posting()), NURSE),
    Case("quotation marks as entities", ld(posting().replace('"', "&quot;")), NURSE),
    Case("escapes that are none", ld(posting(title=r'"Nurse\'s aide"')), NURSE | {"role": "Nurse's aide"}),
    Case("a closing brace missing", ld(posting()[:-1]), NURSE),
    Case("broken first, sound second", ld('{"@type":"JobPosting","title":"Cut o') + ld(posting()), NURSE),
    # --- Broken beyond that: take what others say, or nothing ---
    Case("quotation marks inside a text", ld(posting(title='"The "best" nurse"')), {}),
    Case("cut off inside a text", ld(posting()[:-15]), {}),
    Case("cut off inside a number", ld(posting(',"baseSalary":50')[:-1]), {}),
    Case("a number of 5,000 digits", ld(posting(f',"baseSalary":{"9" * 5000}')), NURSE),
    Case("no number at all", ld(posting(',"baseSalary":NaN')), NURSE),
    Case("nested 100,000 deep", ld("[" * 100_000 + "]" * 100_000), {}),
    Case("an empty script", ld(""), {}),
    Case("a script that never ends", '<script type="application/ld+json">' + posting(), NURSE),
    Case("no page at all", "\x00\xff%PDF-1.7 nothing", {}),
    Case("the end of the script in a text", ld(posting(',"description":"</script>"')), {}),
    Case(
        "broken JSON beside sound microdata",
        ld("{nonsense") + MICRODATA,
        NURSE
        | {
            "deadline_on": date(2026, 12, 24),
            "location": "Bremen, Germany",
            "posting_text": "Nights & days.\n\n• Calm\n• Kind",
        },
    ),
    # --- Descriptions ---
    Case(
        "a text escaped twice",
        ld(posting(',"description":"&lt;p&gt;Nights &amp;amp; days&lt;/p&gt;&lt;p&gt;Calm&lt;br/&gt;kind&lt;/p&gt;"')),
        NURSE | {"posting_text": "Nights & days\n\nCalm\nkind"},
    ),
    Case(
        "scripts and styles in a text",
        ld(posting(',"description":"<style>p{}</style><p onclick=x()>Calm<script>alert(1)<\\/script></p>"')),
        NURSE | {"posting_text": "Calm"},
    ),
    Case(
        "a text in parts",
        ld(
            posting(
                ',"description":"Nights.","responsibilities":"Care.","skills":["Calm","Kind"],"qualifications":"Nights."'
            )
        ),
        NURSE | {"posting_text": "Nights.\n\nCare.\n\nCalm\nKind"},
    ),
    # --- Places ---
    Case("the place as a text", ld(posting(',"jobLocation":"Bremen"')), NURSE | {"location": "Bremen"}),
    Case("the address as a text", ld(posting(',"jobLocation":{"address":"Bremen"}')), NURSE | {"location": "Bremen"}),
    Case(
        "the country as a node",
        ld(posting(',"jobLocation":{"address":{"addressLocality":"Bremen","addressCountry":{"name":"Germany"}}}')),
        NURSE | {"location": "Bremen, Germany"},
    ),
    Case(
        "two places",
        ld(posting(f',"jobLocation":[{place("Bremen")},{place("Kiel")}]')),
        NURSE | {"location": "Bremen, Germany; Kiel, Germany"},
    ),
    Case(
        "250 places",
        ld(posting(',"jobLocation":[' + ",".join(f'"Town {n}"' for n in range(250)) + "]")),
        NURSE | {"location": "Town 0, Town 1, Town 2, … (250)"},
    ),
    Case(
        "the same place 250 times",
        ld(posting(',"jobLocation":[' + ",".join(['"Bremen"'] * 250) + "]")),
        NURSE | {"location": "Bremen"},
    ),
    Case("remote by its kind", ld(posting(',"jobLocationType":"TELECOMMUTE"')), NURSE | {"work_mode": "remote"}),
    Case(
        "remote within a country",
        ld(
            posting(
                ',"jobLocationType":"TELECOMMUTE","applicantLocationRequirements":{"@type":"Country","name":"Germany"}'
            )
        ),
        NURSE | {"work_mode": "remote", "location": "Germany"},
    ),
    Case(
        "remote as a place",
        ld(posting(',"jobLocation":{"address":{"addressLocality":"Remote"}}')),
        NURSE | {"work_mode": "remote"},
    ),
    Case(
        "hybrid behind a place",
        ld(posting(',"jobLocation":"Bremen (Hybrid)"')),
        NURSE | {"work_mode": "hybrid", "location": "Bremen"},
    ),
    Case(
        "remote here, not there",
        ld(posting(',"jobLocation":["Remote","Bremen (hybrid)"]')),
        NURSE | {"location": "Bremen"},
    ),
    # --- Pay ---
    Case(
        "pay in texts",
        ld(posting(salary('{"minValue":"40.000,00","maxValue":"50.000","unitText":"YEAR"}'))),
        paid(40000, 50000),
    ),
    Case("one value", ld(posting(salary('{"value":45000,"unitText":"YEAR"}'))), paid(45000, 45000)),
    Case("a value without its node", ld(posting(salary("45000"))), paid(45000, 45000, period="")),
    Case("only from", ld(posting(salary('{"minValue":40000,"unitText":"MONTH"}'))), paid(40000, None, period="month")),
    Case("cents by the hour", ld(posting(salary('{"value":17.5,"unitText":"HOUR"}'))), paid(17, 18, period="hour")),
    Case("pay as one text", ld(posting(',"baseSalary":"€40,000 – €50,000 per year"')), paid(40000, 50000)),
    Case("pay in thousands", ld(posting(',"baseSalary":"40-50k EUR p.a."')), paid(40000, 50000)),
    Case("a dollar is many currencies", ld(posting(',"baseSalary":"$40,000 a year"')), paid(40000, 40000, currency="")),
    Case("pay as words", ld(posting(',"baseSalary":"Competitive"')), NURSE),
    Case("pay of -1", ld(posting(salary('{"value":-1,"unitText":"YEAR"}'))), NURSE),
    Case("pay of -1 as a text", ld(posting(',"baseSalary":"EUR -1"')), NURSE),
    Case("pay of 0", ld(posting(salary('{"minValue":0,"maxValue":0,"unitText":"YEAR"}'))), NURSE),
    Case(
        "pay the wrong way round", ld(posting(salary('{"minValue":50000,"maxValue":40000,"unitText":"YEAR"}'))), NURSE
    ),
    Case("pay beyond all measure", ld(posting(salary('{"value":1e300,"unitText":"YEAR"}'))), NURSE),
    Case("pay without an end", ld(posting(salary('{"value":1e999,"unitText":"YEAR"}'))), NURSE),
    Case("pay by the day", ld(posting(salary('{"value":300,"unitText":"DAY"}'))), NURSE),
    Case("two pays", ld(posting(',"baseSalary":[{"value":1},{"value":2}]')), NURSE),
    Case("pay in three numbers", ld(posting(',"baseSalary":"€20 – €25, 40 hours"')), NURSE),
    Case("pay as true", ld(posting(',"baseSalary":true')), NURSE),
    # --- Days ---
    Case(
        "a day with a time",
        ld(posting(',"validThrough":"2026-12-24 18:00"')),
        NURSE | {"deadline_on": date(2026, 12, 24)},
    ),
    Case("a day that may be two", ld(posting(',"validThrough":"03/04/2026"')), NURSE),
    Case("a day that is none", ld(posting(',"validThrough":"2026-02-30"')), NURSE),
    Case("a day in 9999", ld(posting(',"validThrough":"9999-12-31"')), NURSE),
    Case("a day in 0001", ld(posting(',"validThrough":"0001-01-01"')), NURSE),
    # --- Several postings ---
    Case(
        "one of several by its link",
        ld(
            "["
            + posting(',"url":"/posting/76"', title='"Cook"')
            + ","
            + posting(',"url":"/posting/77?utm_source=x"')
            + "]"
        ),
        NURSE,
    ),
    Case(
        "one of several by its id",
        ld(
            "["
            + posting(',"@id":"https://jobs.example.org/posting/77/"')
            + ","
            + posting(',"@id":"/posting/1"', title='"Cook"')
            + "]"
        ),
        NURSE,
    ),
    Case(
        "one of several by the canonical link",
        ld(
            "[" + posting(',"url":"/nurse"') + "," + posting(',"url":"/cook"', title='"Cook"') + "]",
            head='<link rel="canonical" href="/nurse">',
        ),
        NURSE,
    ),
    Case(
        "which one is meant",
        ld("[" + posting() + "," + posting(title='"Cook"') + "]"),
        choices=["Senior Nurse", "Cook"],
    ),
    Case(
        "a list of many",
        ld(
            '{"@type":"ItemList","itemListElement":['
            + ",".join('{"item":' + posting(title=f'"Role {n}"') + "}" for n in range(40))
            + "]}"
        ),
        choices=[f"Role {n}" for n in range(12)],
    ),
    Case("the same one twice", ld(posting()) + ld(posting(',"jobLocation":"Bremen"')), NURSE | {"location": "Bremen"}),
    Case(
        "one with a text among names",
        ld("[" + posting(',"description":"Nights."') + "," + posting(title='"Cook"') + "]"),
        NURSE | {"posting_text": "Nights."},
    ),
    # --- Microdata ---
    Case(
        "microdata",
        MICRODATA,
        NURSE
        | {
            "deadline_on": date(2026, 12, 24),
            "location": "Bremen, Germany",
            "posting_text": "Nights & days.\n\n• Calm\n• Kind",
        },
    ),
    Case(
        "microdata whose tags are not closed",
        '<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">Senior Nurse'
        '<i itemprop="hiringOrganization">Hooli',
        {"role": "Senior NurseHooli", "company": "Hooli"},
    ),
    # --- Open Graph and titles ---
    Case("a title of a known form", "<title>Job Application for Senior Nurse at Hooli</title>", NURSE),
    Case(
        "a network's title",
        '<title>x</title><meta property="og:title" content="Hooli hiring Senior Nurse in Bremen, Germany | LinkedIn">',
        NURSE | {"location": "Bremen, Germany"},
    ),
    Case(
        "a title that is meant so on its host",
        "<title>Hooli - Senior Nurse</title>",
        NURSE,
        url="https://jobs.lever.co/hooli/77",
    ),
    Case("the same title elsewhere", "<title>Hooli - Senior Nurse</title>", {}),
    Case(
        "a list on a known host", "<title>Hooli - Current Openings</title>", {}, url="https://apply.workable.com/hooli/"
    ),
    Case("any other page", '<title>Soup for two</title><meta property="og:site_name" content="Cooking">', {}),
    Case(
        "the title says what the posting leaves out",
        ld(posting(company="null"), head="<title>x</title>").replace(
            "<title>Jobs</title>", "<title>Job Application for Senior Nurse at Hooli</title>"
        ),
        NURSE,
    ),
]
