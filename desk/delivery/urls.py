"""The pages about delivery: route, view, name."""

from collections.abc import Callable
from typing import Any, Final

from desk.delivery import deeds, page, risks, snippet

ROUTES: Final[list[tuple[str, Callable[..., Any], str]]] = [
    ("delivery/", page.page, "delivery_changelist"),
    ("delivery/leaving/", risks.page, "delivery_risks"),
    ("delivery/<int:store_id>/snippet/", snippet.page, "delivery_snippet"),
    ("delivery/<int:store_id>/renew/", deeds.renew, "delivery_renew"),
    ("delivery/<int:store_id>/default/", deeds.default, "delivery_default"),
    ("delivery/<int:store_id>/collection/", deeds.collection, "delivery_collection"),
    ("delivery/<int:store_id>/table/", deeds.table, "delivery_table"),
    ("delivery/<int:store_id>/table.csv", deeds.table_file, "delivery_table_file"),
    ("delivery/<int:store_id>/settings/", deeds.edit("settings"), "delivery_settings"),
    *(
        (f"delivery/<int:store_id>/{what}/", deeds.edit(what), f"delivery_{what}")
        for what in deeds.ROWS
    ),
    *(
        (f"delivery/<int:store_id>/{what}/remove/", deeds.remove(what), f"delivery_{what}_remove")
        for what in deeds.ROWS
    ),
]
