from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PatchedRetentionInput")


@_attrs_define
class PatchedRetentionInput:
    """What is left out stays as it is.

    Attributes:
        webhooks_days (int | Unset): Shopify's webhooks as they came. 1–30.
        words_days (int | None | Unset): Words of mails; null: as everywhere here. 30–3650.
        baskets_days (int | Unset): Baskets that were left. 7–730.
        exports_days (int | Unset): Copies of a buyer's data. 1–30.
        orders_months (int | None | Unset): Who bought; null: for as long as the store is connected. 3–120.
    """

    webhooks_days: int | Unset = UNSET
    words_days: int | None | Unset = UNSET
    baskets_days: int | Unset = UNSET
    exports_days: int | Unset = UNSET
    orders_months: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        webhooks_days = self.webhooks_days

        words_days: int | None | Unset
        if isinstance(self.words_days, Unset):
            words_days = UNSET
        else:
            words_days = self.words_days

        baskets_days = self.baskets_days

        exports_days = self.exports_days

        orders_months: int | None | Unset
        if isinstance(self.orders_months, Unset):
            orders_months = UNSET
        else:
            orders_months = self.orders_months

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if webhooks_days is not UNSET:
            field_dict["webhooks_days"] = webhooks_days
        if words_days is not UNSET:
            field_dict["words_days"] = words_days
        if baskets_days is not UNSET:
            field_dict["baskets_days"] = baskets_days
        if exports_days is not UNSET:
            field_dict["exports_days"] = exports_days
        if orders_months is not UNSET:
            field_dict["orders_months"] = orders_months

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        webhooks_days = d.pop("webhooks_days", UNSET)

        def _parse_words_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        words_days = _parse_words_days(d.pop("words_days", UNSET))

        baskets_days = d.pop("baskets_days", UNSET)

        exports_days = d.pop("exports_days", UNSET)

        def _parse_orders_months(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        orders_months = _parse_orders_months(d.pop("orders_months", UNSET))

        _made = cls(
            webhooks_days=webhooks_days,
            words_days=words_days,
            baskets_days=baskets_days,
            exports_days=exports_days,
            orders_months=orders_months,
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
