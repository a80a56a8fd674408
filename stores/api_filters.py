"""The filter that nearly every list has: of which store."""

from typing import Any

from common.api.filters import Filters, Id, Rows


def _as_they_are(rows: Rows, _column: str, _said: Any) -> Rows:
    return rows


class OfStore(Id):
    """Which store. The view narrows by it (`stores_named`): whom it may name is the caller's."""

    def __init__(self, help_text: str = "Of this store only", **options: Any) -> None:
        super().__init__(method=_as_they_are, help_text=help_text, **options)


class StoreFilters(Filters):
    """Filters of a list that is narrowed by store alone."""

    store = OfStore()
