from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel, check_channel
from ..models.suppression_out_cause_enum import (
    SuppressionOutCauseEnum,
    check_suppression_out_cause_enum,
)

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Suppression")


@_attrs_define
class Suppression:
    """An address that the store does not write to.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        channel (Channel): * `EMAIL` - e-mail
            * `SMS` - text message
            * `PUSH` - notice on a device
        address (str):
        cause (SuppressionOutCauseEnum): * `HARD_BOUNCE` - No such address
            * `COMPLAINT` - Marked as spam
            * `STAFF` - Entered by a person
            * `OPT_OUT` - Wants no marketing
            * `STOP` - Answered STOP
        explanation (str): `cause` in words
        detail (str): The mail server's own line, or a person's words
        actor (str): Who put it here; empty: it followed from a message
        suppressed_at (datetime.datetime):
        lifted_at (datetime.datetime | None): Null: in force
        lifted_by (str):
        lifted_because (str):
    """

    id: UUID
    store: StoreRef
    channel: Channel
    address: str
    cause: SuppressionOutCauseEnum
    explanation: str
    detail: str
    actor: str
    suppressed_at: datetime.datetime
    lifted_at: datetime.datetime | None
    lifted_by: str
    lifted_because: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        channel: str = self.channel

        address = self.address

        cause: str = self.cause

        explanation = self.explanation

        detail = self.detail

        actor = self.actor

        suppressed_at = self.suppressed_at.isoformat()

        lifted_at: None | str
        if isinstance(self.lifted_at, datetime.datetime):
            lifted_at = self.lifted_at.isoformat()
        else:
            lifted_at = self.lifted_at

        lifted_by = self.lifted_by

        lifted_because = self.lifted_because

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "channel": channel,
                "address": address,
                "cause": cause,
                "explanation": explanation,
                "detail": detail,
                "actor": actor,
                "suppressed_at": suppressed_at,
                "lifted_at": lifted_at,
                "lifted_by": lifted_by,
                "lifted_because": lifted_because,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        channel = check_channel(d.pop("channel"))

        address = d.pop("address")

        cause = check_suppression_out_cause_enum(d.pop("cause"))

        explanation = d.pop("explanation")

        detail = d.pop("detail")

        actor = d.pop("actor")

        suppressed_at = datetime.datetime.fromisoformat(d.pop("suppressed_at"))

        def _parse_lifted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                lifted_at_type_0 = datetime.datetime.fromisoformat(data)

                return lifted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        lifted_at = _parse_lifted_at(d.pop("lifted_at"))

        lifted_by = d.pop("lifted_by")

        lifted_because = d.pop("lifted_because")

        _made = cls(
            id=id,
            store=store,
            channel=channel,
            address=address,
            cause=cause,
            explanation=explanation,
            detail=detail,
            actor=actor,
            suppressed_at=suppressed_at,
            lifted_at=lifted_at,
            lifted_by=lifted_by,
            lifted_because=lifted_because,
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
