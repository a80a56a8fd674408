from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_row import OrderRow
    from ..models.store import Store


T = TypeVar("T", bound="MessageExpanded")


@_attrs_define
class MessageExpanded:
    """What was asked for by `expand`; the rest is left out.

    Attributes:
        order (None | OrderRow | Unset): Null: of none
        store (None | Store | Unset):
    """

    order: None | OrderRow | Unset = UNSET
    store: None | Store | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.order_row import OrderRow  # noqa: PLC0415
        from ..models.store import Store  # noqa: PLC0415

        order: dict[str, Any] | None | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        elif isinstance(self.order, OrderRow):
            order = self.order.to_dict()
        else:
            order = self.order

        store: dict[str, Any] | None | Unset
        if isinstance(self.store, Unset):
            store = UNSET
        elif isinstance(self.store, Store):
            store = self.store.to_dict()
        else:
            store = self.store

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if order is not UNSET:
            field_dict["order"] = order
        if store is not UNSET:
            field_dict["store"] = store

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.order_row import OrderRow  # noqa: PLC0415
        from ..models.store import Store  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_order(data: object) -> None | OrderRow | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                order_type_0 = OrderRow.from_dict(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderRow | Unset, data)

        order = _parse_order(d.pop("order", UNSET))

        def _parse_store(data: object) -> None | Store | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = Store.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Store | Unset, data)

        store = _parse_store(d.pop("store", UNSET))

        _made = cls(
            order=order,
            store=store,
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
