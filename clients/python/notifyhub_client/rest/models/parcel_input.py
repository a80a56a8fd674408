from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.direction_enum import DirectionEnum, check_direction_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.parcel_line_input import ParcelLineInput


T = TypeVar("T", bound="ParcelInput")


@_attrs_define
class ParcelInput:
    """What says who brings it; all may be left out if the number says it.

    Attributes:
        carrier (str | Unset): A code of `carriers/known/`
        carrier_name (str | Unset): A name, also of an own carrier
        url (str | Unset):
        tells_buyer (bool | Unset):
        tells_shopify (bool | Unset): Enter the number at Shopify, which sends no mail of its own
        order (UUID | Unset): This, or `order_name`
        order_name (str | Unset): As Shopify shows it: `#1001`
        store (UUID | Unset): Whose `order_name` it is
        number (str | Unset):
        direction (DirectionEnum | Unset): * `OUT` - To the buyer
            * `RETURN` - Back to the store
        lines (list[ParcelLineInput] | Unset):
        shipped_at (datetime.datetime | None | Unset): Now, if it is left out
    """

    carrier: str | Unset = UNSET
    carrier_name: str | Unset = UNSET
    url: str | Unset = UNSET
    tells_buyer: bool | Unset = UNSET
    tells_shopify: bool | Unset = UNSET
    order: UUID | Unset = UNSET
    order_name: str | Unset = UNSET
    store: UUID | Unset = UNSET
    number: str | Unset = UNSET
    direction: DirectionEnum | Unset = UNSET
    lines: list[ParcelLineInput] | Unset = UNSET
    shipped_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        carrier = self.carrier

        carrier_name = self.carrier_name

        url = self.url

        tells_buyer = self.tells_buyer

        tells_shopify = self.tells_shopify

        order: str | Unset = UNSET
        if not isinstance(self.order, Unset):
            order = str(self.order)

        order_name = self.order_name

        store: str | Unset = UNSET
        if not isinstance(self.store, Unset):
            store = str(self.store)

        number = self.number

        direction: str | Unset = UNSET
        if not isinstance(self.direction, Unset):
            direction = self.direction

        lines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.lines, Unset):
            lines = []
            for lines_item_data in self.lines:
                lines_item = lines_item_data.to_dict()
                lines.append(lines_item)

        shipped_at: None | str | Unset
        if isinstance(self.shipped_at, Unset):
            shipped_at = UNSET
        elif isinstance(self.shipped_at, datetime.datetime):
            shipped_at = self.shipped_at.isoformat()
        else:
            shipped_at = self.shipped_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if carrier is not UNSET:
            field_dict["carrier"] = carrier
        if carrier_name is not UNSET:
            field_dict["carrier_name"] = carrier_name
        if url is not UNSET:
            field_dict["url"] = url
        if tells_buyer is not UNSET:
            field_dict["tells_buyer"] = tells_buyer
        if tells_shopify is not UNSET:
            field_dict["tells_shopify"] = tells_shopify
        if order is not UNSET:
            field_dict["order"] = order
        if order_name is not UNSET:
            field_dict["order_name"] = order_name
        if store is not UNSET:
            field_dict["store"] = store
        if number is not UNSET:
            field_dict["number"] = number
        if direction is not UNSET:
            field_dict["direction"] = direction
        if lines is not UNSET:
            field_dict["lines"] = lines
        if shipped_at is not UNSET:
            field_dict["shipped_at"] = shipped_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.parcel_line_input import ParcelLineInput  # noqa: PLC0415

        d = dict(src_dict)
        carrier = d.pop("carrier", UNSET)

        carrier_name = d.pop("carrier_name", UNSET)

        url = d.pop("url", UNSET)

        tells_buyer = d.pop("tells_buyer", UNSET)

        tells_shopify = d.pop("tells_shopify", UNSET)

        _order = d.pop("order", UNSET)
        order: UUID | Unset
        if isinstance(_order, Unset):
            order = UNSET
        else:
            order = UUID(_order)

        order_name = d.pop("order_name", UNSET)

        _store = d.pop("store", UNSET)
        store: UUID | Unset
        if isinstance(_store, Unset):
            store = UNSET
        else:
            store = UUID(_store)

        number = d.pop("number", UNSET)

        _direction = d.pop("direction", UNSET)
        direction: DirectionEnum | Unset
        if isinstance(_direction, Unset):
            direction = UNSET
        else:
            direction = check_direction_enum(_direction)

        _lines = d.pop("lines", UNSET)
        lines: list[ParcelLineInput] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = ParcelLineInput.from_dict(lines_item_data)

                lines.append(lines_item)

        def _parse_shipped_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shipped_at_type_0 = datetime.datetime.fromisoformat(data)

                return shipped_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        shipped_at = _parse_shipped_at(d.pop("shipped_at", UNSET))

        _made = cls(
            carrier=carrier,
            carrier_name=carrier_name,
            url=url,
            tells_buyer=tells_buyer,
            tells_shopify=tells_shopify,
            order=order,
            order_name=order_name,
            store=store,
            number=number,
            direction=direction,
            lines=lines,
            shipped_at=shipped_at,
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
