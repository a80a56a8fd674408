"""Routes of these pages, below admin/."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse

from desk.endpoints import deeds, deliveries, listing, pages, secrets

_ONE: Final = "endpoints/<uuid:public_id>"
ROUTES: Final[list[tuple[str, Callable[..., HttpResponse], str]]] = [
    ("endpoints/", listing.page, "endpoints_changelist"),
    ("endpoints/add/", pages.add, "endpoints_add"),
    (f"{_ONE}/", listing.one, "endpoints_change"),
    (f"{_ONE}/edit/", pages.edit, "endpoints_edit"),
    (f"{_ONE}/secret/", secrets.rotate, "endpoints_secret"),
    (f"{_ONE}/secret/end/", secrets.end, "endpoints_secret_end"),
    (f"{_ONE}/pause/", deeds.pause, "endpoints_pause"),
    (f"{_ONE}/enable/", deeds.enable, "endpoints_enable"),
    (f"{_ONE}/test/", deeds.test, "endpoints_test"),
    (f"{_ONE}/remove/", deeds.remove, "endpoints_remove"),
    (f"{_ONE}/again/", deeds.again, "endpoints_again"),
    (f"{_ONE}/replay/", deeds.replay, "endpoints_replay"),
    ("endpoints/replays/<uuid:public_id>/stop/", deeds.stop, "endpoints_replay_stop"),
    (f"{_ONE}/deliveries/", deliveries.page, "endpoints_deliveries"),
    ("endpoints/deliveries/<uuid:public_id>/", deliveries.one, "endpoints_delivery"),
    ("endpoints/deliveries/<uuid:public_id>/again/", deliveries.again, "endpoints_delivery_again"),
]
