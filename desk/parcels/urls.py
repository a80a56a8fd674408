"""Where the pages of parcels are, below the admin."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from desk.parcels import importing, pages

ROUTES: Final[list[tuple[str, Callable[..., HttpResponseBase], str]]] = [
    ("orders/order/<int:order_id>/parcels/new/", pages.add, "parcels_add"),
    ("parcels/files/", importing.listed, "parcel_imports_changelist"),
    ("parcels/files/new/", importing.upload, "parcel_imports_add"),
    ("parcels/files/<uuid:public_id>/", importing.one, "parcel_imports_change"),
    ("parcels/files/<uuid:public_id>/begin/", importing.begin, "parcel_imports_begin"),
    ("parcels/files/<uuid:public_id>/cancel/", importing.cancel, "parcel_imports_cancel"),
    ("parcels/files/<uuid:public_id>/bad/", importing.bad_lines, "parcel_imports_bad"),
    ("parcels/<uuid:public_id>/", pages.change, "parcels_change"),
    ("parcels/<uuid:public_id>/remove/", pages.remove, "parcels_remove"),
    ("parcels/<uuid:public_id>/shopify/", pages.write_back, "parcels_write_back"),
]
