from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.order_write import OrderWrite


T = TypeVar("T", bound="ShopNote")


@_attrs_define
class ShopNote:
    """
    Attributes:
        text (str):
        shopify_text (None | str): What Shopify still says instead; null: the same
        writes (list[OrderWrite]):
    """

    text: str
    shopify_text: None | str
    writes: list[OrderWrite]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        shopify_text: None | str
        shopify_text = self.shopify_text

        writes = []
        for writes_item_data in self.writes:
            writes_item = writes_item_data.to_dict()
            writes.append(writes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "text": text,
                "shopify_text": shopify_text,
                "writes": writes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.order_write import OrderWrite  # noqa: PLC0415

        d = dict(src_dict)
        text = d.pop("text")

        def _parse_shopify_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        shopify_text = _parse_shopify_text(d.pop("shopify_text"))

        writes = []
        _writes = d.pop("writes")
        for writes_item_data in _writes:
            writes_item = OrderWrite.from_dict(writes_item_data)

            writes.append(writes_item)

        _made = cls(
            text=text,
            shopify_text=shopify_text,
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
