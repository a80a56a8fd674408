from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.order_write import OrderWrite


T = TypeVar("T", bound="Phone")


@_attrs_define
class Phone:
    """
    Attributes:
        phone (str):
        shopify_phone (None | str): What Shopify still says instead; null: the same
        writes (list[OrderWrite]):
    """

    phone: str
    shopify_phone: None | str
    writes: list[OrderWrite]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        phone = self.phone

        shopify_phone: None | str
        shopify_phone = self.shopify_phone

        writes = []
        for writes_item_data in self.writes:
            writes_item = writes_item_data.to_dict()
            writes.append(writes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "phone": phone,
                "shopify_phone": shopify_phone,
                "writes": writes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.order_write import OrderWrite  # noqa: PLC0415

        d = dict(src_dict)
        phone = d.pop("phone")

        def _parse_shopify_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        shopify_phone = _parse_shopify_phone(d.pop("shopify_phone"))

        writes = []
        _writes = d.pop("writes")
        for writes_item_data in _writes:
            writes_item = OrderWrite.from_dict(writes_item_data)

            writes.append(writes_item)

        _made = cls(
            phone=phone,
            shopify_phone=shopify_phone,
            writes=writes,
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
