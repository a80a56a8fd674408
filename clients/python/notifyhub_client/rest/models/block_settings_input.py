from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.block_settings_input_settings import BlockSettingsInputSettings


T = TypeVar("T", bound="BlockSettingsInput")


@_attrs_define
class BlockSettingsInput:
    """What is named is replaced, all else of the block stays.

    Attributes:
        version (int):
        settings (BlockSettingsInputSettings | Unset):
        is_locked (bool | Unset): Of the agency's drafts only
    """

    version: int
    settings: BlockSettingsInputSettings | Unset = UNSET
    is_locked: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.settings, Unset):
            settings = self.settings.to_dict()

        is_locked = self.is_locked

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "version": version,
            }
        )
        if settings is not UNSET:
            field_dict["settings"] = settings
        if is_locked is not UNSET:
            field_dict["is_locked"] = is_locked

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.block_settings_input_settings import BlockSettingsInputSettings  # noqa: PLC0415

        d = dict(src_dict)
        version = d.pop("version")

        _settings = d.pop("settings", UNSET)
        settings: BlockSettingsInputSettings | Unset
        if isinstance(_settings, Unset):
            settings = UNSET
        else:
            settings = BlockSettingsInputSettings.from_dict(_settings)

        is_locked = d.pop("is_locked", UNSET)

        _made = cls(
            version=version,
            settings=settings,
            is_locked=is_locked,
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
