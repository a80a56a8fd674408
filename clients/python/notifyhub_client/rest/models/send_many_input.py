from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.words_enum import WordsEnum, check_words_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="SendManyInput")


@_attrs_define
class SendManyInput:
    """
    Attributes:
        messages (list[UUID]):
        because (str):
        words (WordsEnum | Unset): * `AS_SENT` - As first sent
            * `NOW` - Written anew
        nonce (str | Unset):
        is_dry_run (bool | Unset): Say only what would come of it
    """

    messages: list[UUID]
    because: str
    words: WordsEnum | Unset = UNSET
    nonce: str | Unset = UNSET
    is_dry_run: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        messages = []
        for messages_item_data in self.messages:
            messages_item = str(messages_item_data)
            messages.append(messages_item)

        because = self.because

        words: str | Unset = UNSET
        if not isinstance(self.words, Unset):
            words = self.words

        nonce = self.nonce

        is_dry_run = self.is_dry_run

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "messages": messages,
                "because": because,
            }
        )
        if words is not UNSET:
            field_dict["words"] = words
        if nonce is not UNSET:
            field_dict["nonce"] = nonce
        if is_dry_run is not UNSET:
            field_dict["is_dry_run"] = is_dry_run

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = UUID(messages_item_data)

            messages.append(messages_item)

        because = d.pop("because")

        _words = d.pop("words", UNSET)
        words: WordsEnum | Unset
        if isinstance(_words, Unset):
            words = UNSET
        else:
            words = check_words_enum(_words)

        nonce = d.pop("nonce", UNSET)

        is_dry_run = d.pop("is_dry_run", UNSET)

        _made = cls(
            messages=messages,
            because=because,
            words=words,
            nonce=nonce,
            is_dry_run=is_dry_run,
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
