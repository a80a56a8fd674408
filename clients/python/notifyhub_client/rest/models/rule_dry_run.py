from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.tried import Tried


T = TypeVar("T", bound="RuleDryRun")


@_attrs_define
class RuleDryRun:
    """What the rule would have done; nothing was.

    Attributes:
        sentence (str): The rule, to be read
        would_run_count (int):
        orders (list[Tried]):
    """

    sentence: str
    would_run_count: int
    orders: list[Tried]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sentence = self.sentence

        would_run_count = self.would_run_count

        orders = []
        for orders_item_data in self.orders:
            orders_item = orders_item_data.to_dict()
            orders.append(orders_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "sentence": sentence,
                "would_run_count": would_run_count,
                "orders": orders,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tried import Tried  # noqa: PLC0415

        d = dict(src_dict)
        sentence = d.pop("sentence")

        would_run_count = d.pop("would_run_count")

        orders = []
        _orders = d.pop("orders")
        for orders_item_data in _orders:
            orders_item = Tried.from_dict(orders_item_data)

            orders.append(orders_item)

        _made = cls(
            sentence=sentence,
            would_run_count=would_run_count,
            orders=orders,
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
