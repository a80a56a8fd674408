"""Routes of these pages, below admin/."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse

from desk.fleet import alerts, store_page

ROUTES: Final[list[tuple[str, Callable[..., HttpResponse], str]]] = [
    ("stores/<int:store_id>/health/", store_page.page, "store_health"),
    ("stores/<int:store_id>/health/look/", store_page.look_again, "store_look"),
    ("alerts/", alerts.page, "alerts_changelist"),
    ("alerts/add/", alerts.add, "alerts_add"),
    ("alerts/<uuid:public_id>/", alerts.change, "alerts_change"),
    ("alerts/<uuid:public_id>/remove/", alerts.remove, "alerts_remove"),
]
