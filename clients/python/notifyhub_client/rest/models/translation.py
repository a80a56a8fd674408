from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.block_texts import BlockTexts


T = TypeVar("T", bound="Translation")


@_attrs_define
class Translation:
    """A draft in one language.

    Attributes:
        locale (str):
        version (int):
        locales (list[str]): In which any of its texts are written
        blocks (list[BlockTexts]):
    """

    locale: str
    version: int
    locales: list[str]
    blocks: list[BlockTexts]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        locale = self.locale

        version = self.version

        locales = self.locales

        blocks = []
        for blocks_item_data in self.blocks:
            blocks_item = blocks_item_data.to_dict()
            blocks.append(blocks_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "locale": locale,
                "version": version,
                "locales": locales,
                "blocks": blocks,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.block_texts import BlockTexts  # noqa: PLC0415

        d = dict(src_dict)
        locale = d.pop("locale")

        version = d.pop("version")

        locales = cast(list[str], d.pop("locales"))

        blocks = []
        _blocks = d.pop("blocks")
        for blocks_item_data in _blocks:
            blocks_item = BlockTexts.from_dict(blocks_item_data)

            blocks.append(blocks_item)

        _made = cls(
            locale=locale,
            version=version,
            locales=locales,
            blocks=blocks,
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
