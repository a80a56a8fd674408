"""Pages of the room that stand behind the admin's own door."""

from collections.abc import Callable
from typing import Any, Final

from desk.accounts import first_steps, requiring

ROUTES: Final[list[tuple[str, Callable[..., Any], str]]] = [
    ("first-steps/", first_steps.page, "first_steps_changelist"),
    ("first-steps/hide/", first_steps.hide, "first_steps_hide"),
    ("first-steps/sample/", first_steps.sample_store, "first_steps_sample"),
    ("first-steps/mail/", first_steps.first_mail_to_me, "first_steps_mail"),
    ("people/second-factor/", requiring.change, "require_factors"),
]
