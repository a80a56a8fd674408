"""Routes of these pages, below admin/."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse

from desk.privacy import buyers, changes, erase_shop, look, retention

_COPY: Final = "buyers-data/copies/<uuid:public_id>"
ROUTES: Final[list[tuple[str, Callable[..., HttpResponse], str]]] = [
    ("buyers-data/", buyers.page, "buyers_data_changelist"),
    ("buyers-data/copies/add/", buyers.ask, "buyers_data_ask"),
    (f"{_COPY}/take/", buyers.take, "buyers_data_take"),
    (f"{_COPY}/again/", buyers.again, "buyers_data_again"),
    ("buyers-data/erase/", buyers.erase, "buyers_data_erase"),
    ("buyers-data/erase-shop/", erase_shop.page, "buyers_data_erase_shop"),
    ("retention/", retention.page, "retention_changelist"),
    ("retention/<int:store_id>/", retention.change, "retention_change"),
    ("changes/", changes.page, "changes_changelist"),
    ("look/", look.page, "look_changelist"),
]
