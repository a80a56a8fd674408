"""Letters: promised with the deed, gone once, wiped afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outgoing
from django.utils import timezone
from pytest_django import Settings

from stores import letters
from stores.letters import Words
from stores.models import Letter

pytestmark = pytest.mark.django_db

WORDS = Words(
    subject="Hei\nBcc: x", paragraphs=["<b>Kari</b>"], link="https://x.example/a?b&c", button="Go"
)


def write() -> Letter:
    return letters.write_letter(to="kari@x.example", words=WORDS, language="nb", now=timezone.now())


def test_a_letter_leaves_once_as_text_and_page_and_is_wiped(
    settings: Settings, mailoutbox: list[Any]
) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://mail.example"
    write()

    sent = [letters.send_letters(now=timezone.now()) for _ in range(2)]

    assert sent == [1, 0]
    (mail,) = mailoutbox
    assert mail.subject == "Hei Bcc: x"
    assert "https://x.example/a?b&c" in mail.body
    page, kind = mail.alternatives[0]
    assert kind == "text/html"
    assert "&lt;b&gt;Kari&lt;/b&gt;" in page
    row = Letter.objects.get()
    assert (row.text, row.html) == ("", "")
    assert row.sent_at


def test_a_letter_that_could_not_leave_is_tried_again_a_minute_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://mail.example"
    write()
    now = timezone.now()

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise ConnectionRefusedError("nobody there")

    with monkeypatch.context() as broken:
        broken.setattr(outgoing.EmailMultiAlternatives, "send", refuse)
        assert letters.send_letters(now=now) == 0
    assert Letter.objects.get().trouble == "nobody there"
    assert letters.send_letters(now=now + timedelta(seconds=30)) == 0
    assert letters.send_letters(now=now + timedelta(seconds=61)) == 1
    assert len(mailoutbox) == 1


def test_without_a_mail_server_it_stays_and_is_wiped_after_a_week(settings: Settings) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = ""
    write()
    now = timezone.now()

    assert letters.send_letters(now=now) == 0
    assert len(letters.waiting_here(now=now)) == 1
    letters.forget_letters(now=now + timedelta(days=8))
    assert Letter.objects.get().text == ""
    assert letters.forget_letters(now=now + timedelta(days=31)) == 1
