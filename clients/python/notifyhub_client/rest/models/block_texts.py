from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.block_texts_texts import BlockTextsTexts


T = TypeVar("T", bound="BlockTexts")


@_attrs_define
class BlockTexts:
    """The texts of one block in one language; what is missing falls back on others.

    Attributes:
        key (str):
        type_ (str):
        texts (BlockTextsTexts):
    """

    key: str
    type_: str
    texts: BlockTextsTexts
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        type_ = self.type_

        texts = self.texts.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "type": type_,
                "texts": texts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.block_texts_texts import BlockTextsTexts  # noqa: PLC0415

        d = dict(src_dict)
        key = d.pop("key")

        type_ = d.pop("type")

        texts = BlockTextsTexts.from_dict(d.pop("texts"))

        _made = cls(
            key=key,
            type_=type_,
            texts=texts,
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
