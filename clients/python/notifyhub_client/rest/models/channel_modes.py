from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.channel_mode import ChannelMode
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="ChannelModes")


@_attrs_define
class ChannelModes:
    """What a store says of single channels; all others are as `modes` say.

    Attributes:
        store (StoreRef): Which store.
        channel_modes (list[ChannelMode]):
    """

    store: StoreRef
    channel_modes: list[ChannelMode]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        channel_modes = []
        for channel_modes_item_data in self.channel_modes:
            channel_modes_item = channel_modes_item_data.to_dict()
            channel_modes.append(channel_modes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "channel_modes": channel_modes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.channel_mode import ChannelMode  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        channel_modes = []
        _channel_modes = d.pop("channel_modes")
        for channel_modes_item_data in _channel_modes:
            channel_modes_item = ChannelMode.from_dict(channel_modes_item_data)

            channel_modes.append(channel_modes_item)

        _made = cls(
            store=store,
            channel_modes=channel_modes,
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
