import pytest
from django.core.management import CommandError, call_command

from accounts.models import User


def test_someone_who_has_signed_up_becomes_staff_and_keeps_the_password(ada, capsys):
    before = ada.password
    call_command("superuser", email="ADA@example.org")

    ada.refresh_from_db()
    assert ada.is_staff and ada.is_superuser
    assert ada.password == before
    assert "ada@example.org may open the admin now." in capsys.readouterr().out


def test_somebody_new_gets_an_account(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-enough-secret")
    monkeypatch.setattr("config.management.commands.superuser.call_command", _without_questions)
    call_command("superuser", email="new@example.org")

    assert User.objects.get(email="new@example.org").is_superuser


def _without_questions(name, **options):
    call_command(name, interactive=False, **options)


def test_no_answer_makes_nobody_staff(ada, monkeypatch):
    def leave(question):
        raise EOFError

    monkeypatch.setattr("builtins.input", leave)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("superuser")
    assert not User.objects.filter(is_staff=True).exists()
