from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.notification_kind import NotificationKind, check_notification_kind

if TYPE_CHECKING:
    from ..models.block import Block
    from ..models.revision_brand import RevisionBrand
    from ..models.revision_sources import RevisionSources
    from ..models.store_ref import StoreRef
    from ..models.way import Way


T = TypeVar("T", bound="Revision")


@_attrs_define
class Revision:
    """A revision with its words and brand.

    Attributes:
        store (None | StoreRef): Null: the agency's, for all its stores
        number (int):
        kind (NotificationKind): * `ORDER_CONFIRMATION` - Order Confirmation
            * `ORDER_EDITED` - Order Edited
            * `ORDER_CANCELLED` - Order Cancelled
            * `ORDER_REFUND` - Order Refund
            * `SHIPPING_CONFIRMATION` - Shipping Confirmation
            * `SHIPPING_UPDATE` - Shipping Update
            * `OUT_FOR_DELIVERY` - Out For Delivery
            * `DELIVERED` - Delivered
            * `DELAYED` - Delayed
            * `NO_NEWS` - No News
            * `READY_FOR_PICKUP` - Ready For Pickup
            * `ABANDONED_CHECKOUT` - Abandoned Checkout
            * `DRAFT_ORDER_INVOICE` - Draft Order Invoice
            * `GIFT_CARD` - Gift Card
            * `POS_RECEIPT` - Pos Receipt
            * `STAFF_NEW_ORDER` - Staff New Order
            * `REVIEW_REQUEST` - Review Request
            * `ADDRESS_CHECK` - Address Check
            * `THANK_YOU` - Thank You
        note (str):
        restores (int | None): The number of the one it repeats
        locales (list[str]):
        fingerprint (str): The same words have the same
        created_at (datetime.datetime):
        created_by (str):
        way (None | Way): Null until it was tried, after publishing
        blocks (list[Block]):
        sources (RevisionSources): Language → `subject`, `preheader`, `short`, `html`
        brand (RevisionBrand):
    """

    store: None | StoreRef
    number: int
    kind: NotificationKind
    note: str
    restores: int | None
    locales: list[str]
    fingerprint: str
    created_at: datetime.datetime
    created_by: str
    way: None | Way
    blocks: list[Block]
    sources: RevisionSources
    brand: RevisionBrand
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415
        from ..models.way import Way  # noqa: PLC0415

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        number = self.number

        kind: str = self.kind

        note = self.note

        restores: int | None
        restores = self.restores

        locales = self.locales

        fingerprint = self.fingerprint

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        way: dict[str, Any] | None
        if isinstance(self.way, Way):
            way = self.way.to_dict()
        else:
            way = self.way

        blocks = []
        for blocks_item_data in self.blocks:
            blocks_item = blocks_item_data.to_dict()
            blocks.append(blocks_item)

        sources = self.sources.to_dict()

        brand = self.brand.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "number": number,
                "kind": kind,
                "note": note,
                "restores": restores,
                "locales": locales,
                "fingerprint": fingerprint,
                "created_at": created_at,
                "created_by": created_by,
                "way": way,
                "blocks": blocks,
                "sources": sources,
                "brand": brand,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.block import Block  # noqa: PLC0415
        from ..models.revision_brand import RevisionBrand  # noqa: PLC0415
        from ..models.revision_sources import RevisionSources  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415
        from ..models.way import Way  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_store(data: object) -> None | StoreRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = StoreRef.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoreRef, data)

        store = _parse_store(d.pop("store"))

        number = d.pop("number")

        kind = check_notification_kind(d.pop("kind"))

        note = d.pop("note")

        def _parse_restores(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        restores = _parse_restores(d.pop("restores"))

        locales = cast(list[str], d.pop("locales"))

        fingerprint = d.pop("fingerprint")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        def _parse_way(data: object) -> None | Way:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                way_type_0 = Way.from_dict(data)

                return way_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Way, data)

        way = _parse_way(d.pop("way"))

        blocks = []
        _blocks = d.pop("blocks")
        for blocks_item_data in _blocks:
            blocks_item = Block.from_dict(blocks_item_data)

            blocks.append(blocks_item)

        sources = RevisionSources.from_dict(d.pop("sources"))

        brand = RevisionBrand.from_dict(d.pop("brand"))

        _made = cls(
            store=store,
            number=number,
            kind=kind,
            note=note,
            restores=restores,
            locales=locales,
            fingerprint=fingerprint,
            created_at=created_at,
            created_by=created_by,
            way=way,
            blocks=blocks,
            sources=sources,
            brand=brand,
        )

        _made.additional_properties = d
        return _made

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
