from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel, check_channel
from ..models.correction_scope import CorrectionScope, check_correction_scope
from ..models.words_enum import WordsEnum, check_words_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.edits_input import EditsInput


T = TypeVar("T", bound="SendAgainInput")


@_attrs_define
class SendAgainInput:
    """
    Attributes:
        because (str): For colleagues, on the timeline
        recipient (str | Unset): Empty: the same as before
        words (WordsEnum | Unset): * `AS_SENT` - As first sent
            * `NOW` - Written anew
        edits (EditsInput | Unset): Words for this one message. The template stays as it is.
        scope (CorrectionScope | Unset): * `MESSAGE` - This message only
            * `ORDER` - This order
            * `CUSTOMER` - This order and the customer
        channel (Channel | Unset): * `EMAIL` - e-mail
            * `SMS` - text message
            * `PUSH` - notice on a device
        phone (str | Unset): For a channel that is no e-mail
        nonce (str | Unset): The same again sends nothing more; the header Idempotency-Key says it too
    """

    because: str
    recipient: str | Unset = UNSET
    words: WordsEnum | Unset = UNSET
    edits: EditsInput | Unset = UNSET
    scope: CorrectionScope | Unset = UNSET
    channel: Channel | Unset = UNSET
    phone: str | Unset = UNSET
    nonce: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        because = self.because

        recipient: str | Unset
        if isinstance(self.recipient, Unset):
            recipient = UNSET
        else:
            recipient = self.recipient

        words: str | Unset = UNSET
        if not isinstance(self.words, Unset):
            words = self.words

        edits: dict[str, Any] | Unset = UNSET
        if not isinstance(self.edits, Unset):
            edits = self.edits.to_dict()

        scope: str | Unset = UNSET
        if not isinstance(self.scope, Unset):
            scope = self.scope

        channel: str | Unset = UNSET
        if not isinstance(self.channel, Unset):
            channel = self.channel

        phone = self.phone

        nonce = self.nonce

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "because": because,
            }
        )
        if recipient is not UNSET:
            field_dict["recipient"] = recipient
        if words is not UNSET:
            field_dict["words"] = words
        if edits is not UNSET:
            field_dict["edits"] = edits
        if scope is not UNSET:
            field_dict["scope"] = scope
        if channel is not UNSET:
            field_dict["channel"] = channel
        if phone is not UNSET:
            field_dict["phone"] = phone
        if nonce is not UNSET:
            field_dict["nonce"] = nonce

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.edits_input import EditsInput  # noqa: PLC0415

        d = dict(src_dict)
        because = d.pop("because")

        def _parse_recipient(data: object) -> str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(str | Unset, data)

        recipient = _parse_recipient(d.pop("recipient", UNSET))

        _words = d.pop("words", UNSET)
        words: WordsEnum | Unset
        if isinstance(_words, Unset):
            words = UNSET
        else:
            words = check_words_enum(_words)

        _edits = d.pop("edits", UNSET)
        edits: EditsInput | Unset
        if isinstance(_edits, Unset):
            edits = UNSET
        else:
            edits = EditsInput.from_dict(_edits)

        _scope = d.pop("scope", UNSET)
        scope: CorrectionScope | Unset
        if isinstance(_scope, Unset):
            scope = UNSET
        else:
            scope = check_correction_scope(_scope)

        _channel = d.pop("channel", UNSET)
        channel: Channel | Unset
        if isinstance(_channel, Unset):
            channel = UNSET
        else:
            channel = check_channel(_channel)

        phone = d.pop("phone", UNSET)

        nonce = d.pop("nonce", UNSET)

        _made = cls(
            because=because,
            recipient=recipient,
            words=words,
            edits=edits,
            scope=scope,
            channel=channel,
            phone=phone,
            nonce=nonce,
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
