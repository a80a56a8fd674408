"""Routes of these pages, below admin/."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse

from desk.automations import deeds, listing, pages, tasks

_ONE: Final = "rules/<uuid:public_id>"
ROUTES: Final[list[tuple[str, Callable[..., HttpResponse], str]]] = [
    ("rules/", listing.page, "automations_changelist"),
    ("rules/add/", pages.add, "automations_add"),
    ("rules/recipe/", deeds.make, "automations_recipe"),
    (f"{_ONE}/", listing.one, "automations_change"),
    (f"{_ONE}/edit/", pages.edit, "automations_edit"),
    (f"{_ONE}/on/", deeds.switch_on, "automations_on"),
    (f"{_ONE}/off/", deeds.switch_off, "automations_off"),
    (f"{_ONE}/secret/", deeds.secret, "automations_secret"),
    (f"{_ONE}/remove/", deeds.remove, "automations_remove"),
    ("tasks/", tasks.page, "automations_tasks"),
    ("tasks/<uuid:public_id>/done/", tasks.done, "automations_task_done"),
]
