"""What is done before the processes start."""

import base64

import pytest

from accounts.writing import WritingKeyMissing
from config.prepare import prepare_database
from recovery.models import CheckIn


@pytest.mark.django_db
def test_a_restored_database_without_its_keys_is_refused(ada, now, settings):
    CheckIn.objects.create(user=ada, mood="heavy", made_at=now)
    settings.WRITING_KEYS = "1:" + base64.urlsafe_b64encode(b"another key, 32 bytes long, here").decode()

    with pytest.raises(WritingKeyMissing, match="recovery.checkin.mood"):
        prepare_database(say=lambda text: None)
