from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.clash_enum import ClashEnum, check_clash_enum
from ..models.delivery_mode import DeliveryMode, check_delivery_mode
from ..models.shopify_enum import ShopifyEnum, check_shopify_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="Native")


@_attrs_define
class Native:
    """One kind that both could send.

    Attributes:
        kind (str):
        mode (DeliveryMode): * `WE_SEND` - We send
            * `SHOPIFY_SENDS` - Shopify sends
            * `OFF` - Off
        shopify (ShopifyEnum): * `UNKNOWN` - Nobody has looked
            * `LIVE` - Its own mail goes out
            * `SHORT` - A short thank-you goes out
            * `EXPORT` - Our exported template goes out
            * `OFF` - Nothing goes out
        clash (BlankEnum | ClashEnum): What is amiss between the two

            * `` - None
            * `TWICE` - Buyers may get it twice: from us and from Shopify
            * `NOBODY` - Nobody tells the buyer
            * `PLAIN` - Shopify sends its own words, not the exported ones
        actor (str | Unset):
        said_at (datetime.datetime | None | Unset):
    """

    kind: str
    mode: DeliveryMode
    shopify: ShopifyEnum
    clash: BlankEnum | ClashEnum
    actor: str | Unset = UNSET
    said_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        mode: str = self.mode

        shopify: str = self.shopify

        clash: str
        if isinstance(self.clash, str):
            clash = self.clash
        else:
            clash = self.clash

        actor = self.actor

        said_at: None | str | Unset
        if isinstance(self.said_at, Unset):
            said_at = UNSET
        elif isinstance(self.said_at, datetime.datetime):
            said_at = self.said_at.isoformat()
        else:
            said_at = self.said_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "mode": mode,
                "shopify": shopify,
                "clash": clash,
            }
        )
        if actor is not UNSET:
            field_dict["actor"] = actor
        if said_at is not UNSET:
            field_dict["said_at"] = said_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = d.pop("kind")

        mode = check_delivery_mode(d.pop("mode"))

        shopify = check_shopify_enum(d.pop("shopify"))

        def _parse_clash(data: object) -> BlankEnum | ClashEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                clash_type_0 = check_clash_enum(data)

                return clash_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            clash_type_1 = check_blank_enum(data)

            return clash_type_1

        clash = _parse_clash(d.pop("clash"))

        actor = d.pop("actor", UNSET)

        def _parse_said_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                said_at_type_0 = datetime.datetime.fromisoformat(data)

                return said_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        said_at = _parse_said_at(d.pop("said_at", UNSET))

        _made = cls(
            kind=kind,
            mode=mode,
            shopify=shopify,
            clash=clash,
            actor=actor,
            said_at=said_at,
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
