from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.dropped import Dropped


T = TypeVar("T", bound="Retention")


@_attrs_define
class Retention:
    """How long a store keeps what, and what was last dropped for it.

    Attributes:
        webhooks_days (int):
        words_days (int | None):
        baskets_days (int):
        exports_days (int):
        orders_months (int | None):
        dropped (list[Dropped]):
    """

    webhooks_days: int
    words_days: int | None
    baskets_days: int
    exports_days: int
    orders_months: int | None
    dropped: list[Dropped]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        webhooks_days = self.webhooks_days

        words_days: int | None
        words_days = self.words_days

        baskets_days = self.baskets_days

        exports_days = self.exports_days

        orders_months: int | None
        orders_months = self.orders_months

        dropped = []
        for dropped_item_data in self.dropped:
            dropped_item = dropped_item_data.to_dict()
            dropped.append(dropped_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "webhooks_days": webhooks_days,
                "words_days": words_days,
                "baskets_days": baskets_days,
                "exports_days": exports_days,
                "orders_months": orders_months,
                "dropped": dropped,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dropped import Dropped  # noqa: PLC0415

        d = dict(src_dict)
        webhooks_days = d.pop("webhooks_days")

        def _parse_words_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        words_days = _parse_words_days(d.pop("words_days"))

        baskets_days = d.pop("baskets_days")

        exports_days = d.pop("exports_days")

        def _parse_orders_months(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        orders_months = _parse_orders_months(d.pop("orders_months"))

        dropped = []
        _dropped = d.pop("dropped")
        for dropped_item_data in _dropped:
            dropped_item = Dropped.from_dict(dropped_item_data)

            dropped.append(dropped_item)

        _made = cls(
            webhooks_days=webhooks_days,
            words_days=words_days,
            baskets_days=baskets_days,
            exports_days=exports_days,
            orders_months=orders_months,
            dropped=dropped,
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
