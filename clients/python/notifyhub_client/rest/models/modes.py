from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.mode import Mode
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Modes")


@_attrs_define
class Modes:
    """Who sends what for a store: one entry for each kind that has words.

    Attributes:
        store (StoreRef): Which store.
        modes (list[Mode]):
    """

    store: StoreRef
    modes: list[Mode]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        modes = []
        for modes_item_data in self.modes:
            modes_item = modes_item_data.to_dict()
            modes.append(modes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "modes": modes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.mode import Mode  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        modes = []
        _modes = d.pop("modes")
        for modes_item_data in _modes:
            modes_item = Mode.from_dict(modes_item_data)

            modes.append(modes_item)

        _made = cls(
            store=store,
            modes=modes,
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
