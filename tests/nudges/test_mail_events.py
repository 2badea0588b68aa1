"""What providers say of mail that came back, in their own words: as their documentation shapes them."""

import hashlib
import hmac
import json
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import SuspiciousOperation
from django.test import RequestFactory
from django.urls import include, path

from nudges.models import DeadAddress, NudgePreference

SECRET = "anymail:a-long-enough-secret"  # noqa: S105
MAILGUN_KEY = "key-of-mailgun"
AT = 1_771_000_000
ADA = "ada@example.org"

urlpatterns = [path("mail-events/", include("anymail.urls"))]
pytestmark = pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid")


def basic(secret=SECRET):
    return {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"}


@pytest.fixture
def heard(settings, ada):
    """Posts what a provider says, as it would, to its page."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": MAILGUN_KEY}
    from anymail import urls

    from nudges import mail_events  # noqa: F401 - it listens from now on

    def tell(provider, said, *, secret=SECRET, headers=()):
        view = next(one.callback for one in urls.urlpatterns if one.name == f"{provider}_tracking_webhook")
        request = RequestFactory().post(
            f"/mail-events/{provider}/tracking/",
            said if isinstance(said, bytes) else json.dumps(said),
            content_type="application/json",
            headers=(basic(secret) if secret else {}) | dict(headers),
        )
        return view(request)

    return tell


# --- How each of them speaks ------------------------------------------------------------------------------------------


def amazon(kind, address=ADA, **details):
    """What SES gives to SNS, in the envelope in which SNS posts it."""
    notice = {
        "notificationType": kind,
        kind.lower(): details,
        "mail": {
            "timestamp": "2026-02-13T12:00:00.000Z",
            "source": "rebound@example.net",
            "messageId": "00000137860315fd-34208509-5b74-41f3-95c5-22c1edc3c924-000000",
            "destination": [address],
            "headersTruncated": False,
            "headers": [{"name": "From", "value": "rebound@example.net"}, {"name": "To", "value": address}],
        },
    }
    envelope = {
        "Type": "Notification",
        "MessageId": "19ba9823-d7f2-53c1-860e-cb10e0d13dfc",
        "TopicArn": "arn:aws:sns:eu-central-1:123456789012:ses-events",
        "Subject": "Amazon SES Email Event Notification",
        "Message": json.dumps(notice) + "\n",
        "Timestamp": "2026-02-13T12:00:02.000Z",
        "SignatureVersion": "1",
        "Signature": "EXAMPLE",
        "SigningCertURL": "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-12345.pem",
    }
    return envelope, {
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": envelope["MessageId"],
    }


def amazon_bounce(kind, sub, status, address=ADA):
    recipient = {
        "emailAddress": address,
        "action": "failed",
        "status": status,
        "diagnosticCode": f"smtp; {status} {address}",
    }
    return amazon("Bounce", address, bounceType=kind, bounceSubType=sub, bouncedRecipients=[recipient], feedbackId="f")


def amazon_complaint(address=ADA):
    people = [{"emailAddress": address}]
    return amazon("Complaint", address, complainedRecipients=people, complaintFeedbackType="abuse", feedbackId="f")


def brevo(event, address=ADA, **more):
    said = {"event": event, "email": address, "id": 8, "date": "2026-02-13 13:00:00", "ts": AT, "ts_epoch": AT * 1000}
    return said | {"message-id": "<202602131200.1@smtp-relay.mailin.fr>", "subject": "A note", "tag": ""} | more, {}


def mailgun(event, address=ADA, key=MAILGUN_KEY, **more):
    token = "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0"  # noqa: S105 - theirs
    signature = hmac.new(key.encode(), f"{AT}{token}".encode(), hashlib.sha256).hexdigest()
    data = {
        "event": event,
        "id": "DACSsAdVSeGpLid7TN03WA",
        "timestamp": AT + 0.5,
        "recipient": address,
        "recipient-domain": "example.org",
        "message": {"headers": {"to": address, "message-id": "1.2@example.net", "from": "rebound@example.net"}},
        "tags": [],
        "user-variables": {},
    }
    return {"signature": {"token": token, "timestamp": str(AT), "signature": signature}, "event-data": data | more}, {}


def mailgun_failure(severity, reason, code, address=ADA):
    status = {"code": code, "message": f"{code} 5.1.1 {address}", "description": "", "attempt-no": 1}
    return mailgun("failed", address, severity=severity, reason=reason, **{"delivery-status": status})


def sendgrid(event, address=ADA, **more):
    said = {"email": address, "timestamp": AT, "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>", "event": event}
    return [said | {"sg_event_id": "6g4ZI7SA-xmRDv57GoPIPw==", "sg_message_id": "14c5d75ce93.filter0001"} | more], {}


def postmark(record, kind, address=ADA, **more):
    return {"RecordType": record, "Type": kind, "Email": address, "MessageID": "1", **more}, {}


NOBODY = [
    ("amazon_ses", amazon_bounce("Permanent", "General", "5.1.1")),
    ("amazon_ses", amazon_bounce("Permanent", "Suppressed", "5.1.1")),
    ("brevo", brevo("hard_bounce", reason="550 5.1.1 user unknown")),
    ("brevo", brevo("invalid_email")),
    ("mailgun", mailgun_failure("permanent", "bounce", 550)),
    ("mailgun", mailgun_failure("permanent", "suppress-bounce", 605)),
    ("postmark", postmark("Bounce", "HardBounce", TypeCode=1)),
    ("sendgrid", sendgrid("bounce", type="bounce", status="5.1.1", reason="550 5.1.1 unknown user")),
    ("sendgrid", sendgrid("dropped", reason="Bounced Address", status="5.0.0")),
]
UNWANTED = [
    ("amazon_ses", amazon_complaint()),
    ("brevo", brevo("spam")),
    ("mailgun", mailgun("complained")),
    ("postmark", postmark("SpamComplaint", "SpamComplaint")),
    ("sendgrid", sendgrid("spamreport")),
]
OF_THE_DAY = [
    ("amazon_ses", amazon_bounce("Transient", "MailboxFull", "4.2.2")),
    ("amazon_ses", amazon_bounce("Undetermined", "Undetermined", "5.0.0")),
    ("brevo", brevo("soft_bounce", reason="452 4.2.2 mailbox full")),
    ("brevo", brevo("deferred")),
    ("brevo", brevo("blocked")),
    ("mailgun", mailgun_failure("temporary", "generic", 452)),
    ("mailgun", mailgun_failure("permanent", "generic", 552)),
    ("postmark", postmark("Bounce", "Transient", TypeCode=2)),
    ("postmark", postmark("Bounce", "SoftBounce", TypeCode=4096)),
    ("sendgrid", sendgrid("deferred", response="452 4.2.2 mailbox full", attempt="5")),
    ("sendgrid", sendgrid("bounce", type="blocked", status="5.7.1", reason="550 5.7.1 blocked by policy")),
    ("sendgrid", sendgrid("bounce", type="bounce", status="4.2.2", reason="452 4.2.2 mailbox full")),
]


def named(cases):
    return [pytest.param(provider, *told, id=f"{provider}-{n}") for n, (provider, told) in enumerate(cases)]


@pytest.mark.parametrize(("provider", "said", "headers"), named(NOBODY))
def test_who_is_not_there_gets_no_more_however_often_that_is_said(heard, provider, said, headers):
    for _ in range(2):
        assert heard(provider, said, headers=headers).status_code == 200
    assert [row.why for row in DeadAddress.objects.all()] == ["bounce"]


@pytest.mark.parametrize(("provider", "said", "headers"), named(UNWANTED))
def test_who_calls_it_spam_gets_no_more(heard, provider, said, headers):
    assert heard(provider, said, headers=headers).status_code == 200
    assert [row.why for row in DeadAddress.objects.all()] == ["complaint"]


@pytest.mark.parametrize(("provider", "said", "headers"), named(OF_THE_DAY))
def test_a_full_mailbox_or_a_filter_says_nothing_of_the_address(heard, provider, said, headers):
    assert heard(provider, said, headers=headers).status_code == 200
    assert not DeadAddress.objects.exists()


@pytest.mark.parametrize(
    ("provider", "told"),
    [
        ("amazon_ses", amazon_complaint("eve@example.org")),
        ("brevo", brevo("hard_bounce", "eve@example.org")),
        ("mailgun", mailgun("complained", "eve@example.org")),
        ("sendgrid", sendgrid("spamreport", "eve@example.org")),
    ],
)
def test_what_is_said_of_strangers_changes_nothing(heard, provider, told):
    assert heard(provider, told[0], headers=told[1]).status_code == 200
    assert not DeadAddress.objects.exists()


def test_a_filter_that_calls_a_note_spam_is_not_its_reader(heard):
    blocked = {"type": "bounce", "raw_rcpt_to": ADA, "bounce_class": "51", "timestamp": str(AT), "event_id": "1"}
    heard("sparkpost", [{"msys": {"message_event": blocked}}])
    assert not DeadAddress.objects.exists()
    heard("sparkpost", [{"msys": {"message_event": blocked | {"bounce_class": "22"}}}])
    assert not DeadAddress.objects.exists()
    heard("sparkpost", [{"msys": {"message_event": blocked | {"bounce_class": "10"}}}])
    assert DeadAddress.objects.get().why == "bounce"


def test_words_that_changed_are_believed_as_anymail_reads_them(heard):
    said, headers = amazon("Bounce", bouncedRecipients=[{"emailAddress": ADA}], bounceType="", bounceSubType="")
    assert heard("amazon_ses", said, headers=headers).status_code == 200
    assert not DeadAddress.objects.exists()
    assert heard("postmark", {"RecordType": "Bounce", "MessageID": "1", "Email": ADA}).status_code == 200
    assert not DeadAddress.objects.exists()


def test_who_wants_no_more_of_it_keeps_the_appointments(heard, ada):
    NudgePreference.objects.update_or_create(user=ada, defaults={"lists": ["recovery", "appointments"]})
    assert heard("mailgun", mailgun("unsubscribed")[0]).status_code == 200
    assert NudgePreference.objects.get(user=ada).lists == ["appointments"]


# --- Whether it is them -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["anymail:guess", "", "anymail:"])
@pytest.mark.parametrize(
    ("provider", "told"),
    [
        ("brevo", brevo("hard_bounce")),
        ("mailgun", mailgun("complained")),
        ("postmark", postmark("SpamComplaint", "SpamComplaint")),
        ("sendgrid", sendgrid("spamreport")),
    ],
)
def test_who_does_not_know_the_secret_is_not_heard(heard, provider, told, secret):
    with pytest.raises(SuspiciousOperation):
        heard(provider, told[0], secret=secret, headers=told[1])
    assert not DeadAddress.objects.exists()


def test_amazon_is_asked_for_the_secret_and_not_heard_without(heard):
    said, headers = amazon_complaint()
    answer = heard("amazon_ses", said, secret="", headers=headers)
    assert (answer.status_code, answer["WWW-Authenticate"].partition(" ")[0]) == (401, "Basic")
    for wrong in ({"secret": "anymail:guess", "headers": headers}, {"headers": {}}):
        with pytest.raises(SuspiciousOperation):
            heard("amazon_ses", said, **wrong)
    assert not DeadAddress.objects.exists()


def test_what_is_forged_is_one_line_for_operators_and_quotes_nothing_of_it(heard, settings, client, caplog):
    settings.ROOT_URLCONF = __name__
    said, headers = amazon_complaint()
    forged = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": "quetzalcoatlus"} | basic()

    for provider, posted, sent in (
        ("mailgun", mailgun("complained", key="x")[0], basic()),
        ("amazon_ses", said, forged),
    ):
        caplog.clear()
        answer = client.post(f"/mail-events/{provider}/tracking/", posted, "application/json", headers=sent)

        (line,) = caplog.records
        assert answer.status_code == 400
        assert (line.levelname, line.exc_info) == ("WARNING", None)
        assert provider in line.getMessage() and "quetzalcoatlus" not in line.getMessage()


def test_mailgun_signs_what_it_says(heard):
    forged, _ = mailgun("complained", key="another-key")
    unsigned, _ = mailgun("complained")
    unsigned.pop("signature")
    for said in (forged, unsigned):
        with pytest.raises(SuspiciousOperation):
            heard("mailgun", said)
    assert not DeadAddress.objects.exists()


def test_sendgrid_signs_where_its_key_is_known(heard, settings):
    ours, another = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    public = ours.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    settings.ANYMAIL = {**settings.ANYMAIL, "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY": b64encode(public).decode()}
    said = json.dumps(sendgrid("spamreport")[0]).encode()

    def signed(key):
        signature = b64encode(key.sign(str(AT).encode() + said, ec.ECDSA(hashes.SHA256()))).decode()
        start = "X-Twilio-Email-Event-Webhook-"
        return {f"{start}Signature": signature, f"{start}Timestamp": str(AT)}

    for headers in ({}, signed(another)):
        with pytest.raises(SuspiciousOperation):
            heard("sendgrid", said, headers=headers)
    assert not DeadAddress.objects.exists()
    assert heard("sendgrid", said, headers=signed(ours)).status_code == 200
    assert DeadAddress.objects.get().why == "complaint"
