"""What `manage.py check --deploy` looks at beside Django's own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as Warned


def ledger_is_named(**_: Any) -> list[CheckMessage]:
    if settings.NOTIFYHUB_LEDGER:
        return []
    words = "NOTIFYHUB_LEDGER is not set: a restored back-up would bring erased buyers back."
    return [Warned(words, hint="docs/operations.md, Backup", id="notifyhub.W001")]
