"""The mail folder: whole files of their owner's mode, read by the person they were written to and by nobody else."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.utils import timezone

from accounts import mail_folder
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.EMAIL_URL = ""
    settings.EMAIL_BACKEND = "accounts.mail_folder.EmailBackend"
    return tmp_path / "mail"


def write_to(address: str, *, subject: str = "Tomorrow", text: str = "A word for you alone."):
    send_mail(subject, text, "Rebound <rebound@example.org>", [address])
    return next(mail_folder.newest_first())


def test_each_message_is_one_file_for_its_owner_only(folder):
    write_to("ada@example.org")
    write_to("ada@example.org")
    files = list(folder.iterdir())
    assert len(files) == 2 and all(file.suffix == ".eml" for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_names_sort_by_time(folder):
    subjects = [f"Mail {number}" for number in range(5)]
    for subject in subjects:
        write_to("ada@example.org", subject=subject)
    assert [mail.subject for mail in mail_folder.newest_first()] == subjects[::-1]


def test_a_person_reads_their_own_mail(ada, ada_client):
    mail = write_to("ADA@example.org", subject="Your interview")
    assert "Your interview" in ada_client.get("/mail/").content.decode()
    page = ada_client.get(f"/mail/{mail.name}/").content.decode()
    assert "A word for you alone." in page and "rebound@example.org" in page


def test_a_stranger_sees_no_mail_of_mine(ada, bob_client):
    mail = write_to(ada.email, subject="Your interview")
    assert "Your interview" not in bob_client.get("/mail/").content.decode()
    mine, nobodys = bob_client.get(f"/mail/{mail.name}/"), bob_client.get(f"/mail/{mail.name[:-1]}x/")
    assert mine.status_code == nobodys.status_code == 404
    assert mine.content == nobodys.content


@pytest.mark.parametrize(
    "address", ["not-ada@example.org", "ada@example.org.evil.example", "ada@example.or", "bob@x.org"]
)
def test_only_the_exact_address_counts(ada, ada_client, address):
    mail = write_to(address)
    assert ada_client.get(f"/mail/{mail.name}/").status_code == 404


def test_an_address_in_a_name_does_not_make_it_hers(ada, ada_client):
    send_mail("Hello", "For bob.", "rebound@example.org", ['"ada@example.org" <bob@example.org>'])
    mail = next(mail_folder.newest_first())
    assert ada_client.get(f"/mail/{mail.name}/").status_code == 404


def test_what_lay_there_before_someone_joined_was_not_written_to_them(ada, ada_client):
    message = EmailMultiAlternatives("Old", "For the one before.", "rebound@example.org", [ada.email])
    mail_folder.keep(message, now=ada.joined_at - timedelta(days=1))
    mail = next(mail_folder.newest_first())
    assert ada_client.get(f"/mail/{mail.name}/").status_code == 404
    assert "Old" not in ada_client.get("/mail/").content.decode()


@pytest.mark.parametrize(
    "name", ["..%2Fsecret_key", "%2e%2e", "secret_key", "..%5Csecret_key", "a" * 300, "%00", "x.eml"]
)
def test_no_name_leads_out_of_the_folder(ada_client, folder, name):
    folder.mkdir()
    (folder.parent / "secret_key").write_text("To: ada@example.org\n\ntop secret")
    (folder / "x.eml").write_text("To: ada@example.org\n\ntop secret")
    assert ada_client.get(f"/mail/{name}/").status_code == 404


def test_the_folder_may_be_missing(ada_client):
    answer = ada_client.get("/mail/")
    assert answer.status_code == 200 and "No mail yet" in answer.content.decode()


def test_html_is_shown_without_scripts_styles_and_pictures(ada, ada_client):
    message = EmailMultiAlternatives("Formatted", "Plain.", "rebound@example.org", [ada.email])
    message.attach_alternative(
        '<title>No</title><style>p{color:red}</style><p style="color:red" onclick="x()">Formatted <b>words</b> '
        '<a href="javascript:alert(1)">bad</a> <a href="http://127.0.0.1/n/1/">good</a>'
        '<img src="https://example.org/pixel.gif"><script>alert(1)</script></p>',
        "text/html",
    )
    message.send()
    page = ada_client.get(f"/mail/{next(mail_folder.newest_first()).name}/").content.decode()
    shown = page[page.index("Plain.") : page.index("All headers")]
    assert "<p>Formatted words" in shown and 'href="http://127.0.0.1/n/1/"' in shown
    for refused in ("style", "onclick", "javascript:", "<img", "<script", "<title"):
        assert refused not in shown


def test_text_is_never_read_as_html(ada, ada_client):
    mail = write_to(ada.email, subject="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    page = ada_client.get(f"/mail/{mail.name}/").content.decode()
    assert "<script>alert" not in page and "<img" not in page


def test_an_operator_sees_others_headers_and_no_body(client, ada):
    operator = make_user(email="operator@example.org", is_staff=True, is_superuser=True)
    mail = write_to(ada.email, subject="Your interview")
    client.force_login(operator)
    page = client.get("/mail/everyone/").content.decode()
    assert "ada@example.org" in page and "Your interview" in page
    assert "A word for you alone." not in page
    assert client.get(f"/mail/{mail.name}/").status_code == 404


def test_a_curator_sees_no_headers_of_others(client, ada):
    write_to(ada.email)
    client.force_login(make_user(email="curator@example.org", is_staff=True))
    assert client.get("/mail/everyone/").status_code == 404


def test_a_person_sees_no_headers_of_others(ada_client):
    assert ada_client.get("/mail/everyone/").status_code == 404


def test_with_a_mail_service_the_pages_do_not_exist(settings, client, ada):
    mail = write_to(ada.email)
    settings.EMAIL_URL = "smtp://localhost"
    client.force_login(ada)
    for address in ("/mail/", "/mail/everyone/", f"/mail/{mail.name}/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/mail/", "/mail/everyone/", "/mail/20261118T090000000000Z-abcdefabcdef/"])
def test_mail_is_only_ever_read(ada_client, address):
    assert ada_client.post(address).status_code == 405


def test_a_new_address_inherits_no_mail(ada, ada_client):
    from accounts import operations

    write_to("freed@example.org", text="For the one before.")
    operations.move_to_address(ada, email="freed@example.org")
    assert list(mail_folder.newest_first()) == []


def test_forgetting_an_address_leaves_the_mail_of_others(ada, bob):
    write_to(ada.email)
    write_to(bob.email)
    mail_folder.forget("Ada@Example.org")
    assert [mail.recipients for mail in mail_folder.newest_first()] == [[bob.email]]


def test_a_half_written_message_is_never_seen(folder, ada):
    write_to(ada.email)
    (folder / "20990101T000000000000Z-abcdefabcdef.tmp").write_text("To: ada@example.org\n\nhalf")
    assert len(mail_folder.mails_of(ada)) == 1
    assert mail_folder.mails_of(ada)[0].kept_at <= timezone.now()


def test_the_day_of_a_mail_reads_like_a_day(ada, ada_client, monkeypatch):
    moment = datetime(2126, 11, 22, 3, 9, tzinfo=UTC)
    with monkeypatch.context() as later:
        later.setattr(mail_folder.timezone, "now", lambda: moment)
        write_to(ada.email)
    (mail,) = mail_folder.newest_first()

    for page in ("/mail/", f"/mail/{mail.name}/"):
        assert "22 November 2126, 04:09" in ada_client.get(page).content.decode()
