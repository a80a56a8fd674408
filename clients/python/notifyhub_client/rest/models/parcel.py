from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.carrier_ground_enum import CarrierGroundEnum, check_carrier_ground_enum
from ..models.direction_enum import DirectionEnum, check_direction_enum
from ..models.parcel_origin import ParcelOrigin, check_parcel_origin
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.former import Former
    from ..models.parcel_expanded import ParcelExpanded
    from ..models.parcel_line import ParcelLine
    from ..models.parcel_order import ParcelOrder
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Parcel")


@_attrs_define
class Parcel:
    """One box, whoever told us of it.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        order (ParcelOrder):
        number (str): Empty: it travels without one
        former (list[Former]): What it was known by before, oldest first
        carrier (str): A code of `carriers/known/`; empty: none of them, or not known
        carrier_name (str):
        carrier_ground (BlankEnum | CarrierGroundEnum): Why it is thought to be with that carrier

            * `` - Nobody has said, and the number does not decide
            * `SHOPIFY` - Shopify says so
            * `STAFF` - Staff said so
            * `NUMBER` - Its number says so
        url (str): Where it can be followed; empty: nowhere
        direction (DirectionEnum): * `OUT` - To the buyer
            * `RETURN` - Back to the store
        origin (ParcelOrigin): * `SHOPIFY` - Shopify
            * `STAFF` - Staff
            * `API` - A program
            * `CSV` - A file
            * `CARRIER` - The carrier
        lines (list[ParcelLine]): Empty: nobody said what is in it
        state (str): A word of ours, or a carrier's new one; empty: nothing heard yet
        shipped_at (datetime.datetime | None):
        delivered_at (datetime.datetime | None):
        heard_at (datetime.datetime | None):
        expected_at (datetime.datetime | None):
        created_at (datetime.datetime):
        expanded (ParcelExpanded | Unset): What was asked for by `expand`; the rest is left out.
    """

    id: UUID
    store: StoreRef
    order: ParcelOrder
    number: str
    former: list[Former]
    carrier: str
    carrier_name: str
    carrier_ground: BlankEnum | CarrierGroundEnum
    url: str
    direction: DirectionEnum
    origin: ParcelOrigin
    lines: list[ParcelLine]
    state: str
    shipped_at: datetime.datetime | None
    delivered_at: datetime.datetime | None
    heard_at: datetime.datetime | None
    expected_at: datetime.datetime | None
    created_at: datetime.datetime
    expanded: ParcelExpanded | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        order = self.order.to_dict()

        number = self.number

        former = []
        for former_item_data in self.former:
            former_item = former_item_data.to_dict()
            former.append(former_item)

        carrier = self.carrier

        carrier_name = self.carrier_name

        carrier_ground: str
        if isinstance(self.carrier_ground, str):
            carrier_ground = self.carrier_ground
        else:
            carrier_ground = self.carrier_ground

        url = self.url

        direction: str = self.direction

        origin: str = self.origin

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        state = self.state

        shipped_at: None | str
        if isinstance(self.shipped_at, datetime.datetime):
            shipped_at = self.shipped_at.isoformat()
        else:
            shipped_at = self.shipped_at

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        heard_at: None | str
        if isinstance(self.heard_at, datetime.datetime):
            heard_at = self.heard_at.isoformat()
        else:
            heard_at = self.heard_at

        expected_at: None | str
        if isinstance(self.expected_at, datetime.datetime):
            expected_at = self.expected_at.isoformat()
        else:
            expected_at = self.expected_at

        created_at = self.created_at.isoformat()

        expanded: dict[str, Any] | Unset = UNSET
        if not isinstance(self.expanded, Unset):
            expanded = self.expanded.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "order": order,
                "number": number,
                "former": former,
                "carrier": carrier,
                "carrier_name": carrier_name,
                "carrier_ground": carrier_ground,
                "url": url,
                "direction": direction,
                "origin": origin,
                "lines": lines,
                "state": state,
                "shipped_at": shipped_at,
                "delivered_at": delivered_at,
                "heard_at": heard_at,
                "expected_at": expected_at,
                "created_at": created_at,
            }
        )
        if expanded is not UNSET:
            field_dict["expanded"] = expanded

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.former import Former  # noqa: PLC0415
        from ..models.parcel_expanded import ParcelExpanded  # noqa: PLC0415
        from ..models.parcel_line import ParcelLine  # noqa: PLC0415
        from ..models.parcel_order import ParcelOrder  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        order = ParcelOrder.from_dict(d.pop("order"))

        number = d.pop("number")

        former = []
        _former = d.pop("former")
        for former_item_data in _former:
            former_item = Former.from_dict(former_item_data)

            former.append(former_item)

        carrier = d.pop("carrier")

        carrier_name = d.pop("carrier_name")

        def _parse_carrier_ground(data: object) -> BlankEnum | CarrierGroundEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                carrier_ground_type_0 = check_carrier_ground_enum(data)

                return carrier_ground_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            carrier_ground_type_1 = check_blank_enum(data)

            return carrier_ground_type_1

        carrier_ground = _parse_carrier_ground(d.pop("carrier_ground"))

        url = d.pop("url")

        direction = check_direction_enum(d.pop("direction"))

        origin = check_parcel_origin(d.pop("origin"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = ParcelLine.from_dict(lines_item_data)

            lines.append(lines_item)

        state = d.pop("state")

        def _parse_shipped_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shipped_at_type_0 = datetime.datetime.fromisoformat(data)

                return shipped_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        shipped_at = _parse_shipped_at(d.pop("shipped_at"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))

        def _parse_heard_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                heard_at_type_0 = datetime.datetime.fromisoformat(data)

                return heard_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        heard_at = _parse_heard_at(d.pop("heard_at"))

        def _parse_expected_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expected_at_type_0 = datetime.datetime.fromisoformat(data)

                return expected_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expected_at = _parse_expected_at(d.pop("expected_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        _expanded = d.pop("expanded", UNSET)
        expanded: ParcelExpanded | Unset
        if isinstance(_expanded, Unset):
            expanded = UNSET
        else:
            expanded = ParcelExpanded.from_dict(_expanded)

        _made = cls(
            id=id,
            store=store,
            order=order,
            number=number,
            former=former,
            carrier=carrier,
            carrier_name=carrier_name,
            carrier_ground=carrier_ground,
            url=url,
            direction=direction,
            origin=origin,
            lines=lines,
            state=state,
            shipped_at=shipped_at,
            delivered_at=delivered_at,
            heard_at=heard_at,
            expected_at=expected_at,
            created_at=created_at,
            expanded=expanded,
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
