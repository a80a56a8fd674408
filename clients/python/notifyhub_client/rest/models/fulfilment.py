from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Fulfilment")


@_attrs_define
class Fulfilment:
    """Lines that left together.

    Attributes:
        shopify_id (str):
        name (str):
        state (str):
        parcel_state (str):
        shipped_at (datetime.datetime | None):
    """

    shopify_id: str
    name: str
    state: str
    parcel_state: str
    shipped_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        shopify_id = self.shopify_id

        name = self.name

        state = self.state

        parcel_state = self.parcel_state

        shipped_at: None | str
        if isinstance(self.shipped_at, datetime.datetime):
            shipped_at = self.shipped_at.isoformat()
        else:
            shipped_at = self.shipped_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "shopify_id": shopify_id,
                "name": name,
                "state": state,
                "parcel_state": parcel_state,
                "shipped_at": shipped_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        shopify_id = d.pop("shopify_id")

        name = d.pop("name")

        state = d.pop("state")

        parcel_state = d.pop("parcel_state")

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

        _made = cls(
            shopify_id=shopify_id,
            name=name,
            state=state,
            parcel_state=parcel_state,
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
