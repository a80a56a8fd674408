from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.block_edit_input_settings import BlockEditInputSettings
    from ..models.block_edit_input_texts import BlockEditInputTexts


T = TypeVar("T", bound="BlockEditInput")


@_attrs_define
class BlockEditInput:
    """What becomes of one block of the mail, in this message alone.

    Attributes:
        texts (BlockEditInputTexts | Unset): By name, in the reader's language; Liquid is read
        settings (BlockEditInputSettings | Unset): By name: `{"is_shown": false}` leaves the block out
    """

    texts: BlockEditInputTexts | Unset = UNSET
    settings: BlockEditInputSettings | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        texts: dict[str, Any] | Unset = UNSET
        if not isinstance(self.texts, Unset):
            texts = self.texts.to_dict()

        settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.settings, Unset):
            settings = self.settings.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if texts is not UNSET:
            field_dict["texts"] = texts
        if settings is not UNSET:
            field_dict["settings"] = settings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.block_edit_input_settings import BlockEditInputSettings  # noqa: PLC0415
        from ..models.block_edit_input_texts import BlockEditInputTexts  # noqa: PLC0415

        d = dict(src_dict)
        _texts = d.pop("texts", UNSET)
        texts: BlockEditInputTexts | Unset
        if isinstance(_texts, Unset):
            texts = UNSET
        else:
            texts = BlockEditInputTexts.from_dict(_texts)

        _settings = d.pop("settings", UNSET)
        settings: BlockEditInputSettings | Unset
        if isinstance(_settings, Unset):
            settings = UNSET
        else:
            settings = BlockEditInputSettings.from_dict(_settings)

        _made = cls(
            texts=texts,
            settings=settings,
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
