from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Place")


@_attrs_define
class Place:
    """A store that takes part, and its buckets of the layer.

    Attributes:
        store (StoreRef): Which store.
        lower (int):
        upper (int):
        is_active (bool): While it gives arms
    """

    store: StoreRef
    lower: int
    upper: int
    is_active: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        lower = self.lower

        upper = self.upper

        is_active = self.is_active

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "lower": lower,
                "upper": upper,
                "is_active": is_active,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        lower = d.pop("lower")

        upper = d.pop("upper")

        is_active = d.pop("is_active")

        _made = cls(
            store=store,
            lower=lower,
            upper=upper,
            is_active=is_active,
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
