"""What a link says of whose posting it leads to, without looking it up."""

import pytest

from applications.postings.employers import link_in, name_in


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://jobs.lever.co/acme/0a1b-22", "Acme"),
        ("https://boards.greenhouse.io/acme-labs/jobs/77?gh_src=x", "Acme Labs"),
        ("https://boards.greenhouse.io/embed/job_app?for=acme&token=77", "Acme"),
        ("https://jobs.smartrecruiters.com/AcmeGmbH/743-nurse", "AcmeGmbH"),
        ("https://acme.jobs.personio.de/job/77", "Acme"),
        ("https://acme.wd3.myworkdayjobs.com/en-US/careers/job/77", "Acme"),
        ("https://www.acme.com/careers/77", "Acme"),
        ("https://careers.acme.co.uk", "Acme"),
        ("https://jobs.sap.com/job/77", "SAP"),
        ("https://www.xn--mller-kva.de/stellen", "Müller"),
    ],
)
def test_a_link_names_an_employer(link, name):
    assert name_in(link) == name


@pytest.mark.parametrize(
    "link",
    [
        "https://www.linkedin.com/jobs/view/77",
        "https://de.indeed.com/viewjob?jk=77",
        "https://www.stepstone.de/stellenangebote--77.html",
        "https://jobs.lever.co/",
        "https://boards.greenhouse.io/embed/job_app?token=77",
        "https://www.gov.uk/find-a-job",
        "http://192.168.1.7/jobs",
        "http://localhost:8000/",
        "https://jobs.lever.co/%00%0a/77",
        "no link",
    ],
)
def test_a_link_that_could_be_anybody_s_names_nobody(link):
    assert name_in(link) == ""


@pytest.mark.parametrize("text", ["Booking.com", "Dr.Oetker", "ASP.NET", "Ernst & Young / Parthenon", "A/B", ""])
def test_a_name_with_a_dot_or_a_stroke_is_a_name(text):
    assert link_in(text) == ""


@pytest.mark.parametrize("text", ["https://acme.com", " www.acme.com ", "acme.com/careers", "HTTPS://ACME.COM/A"])
def test_a_link_is_one_however_it_is_written(text):
    assert link_in(text)
