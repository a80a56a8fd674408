from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.message_state import MessageState, check_message_state
from ..models.reason_enum import ReasonEnum, check_reason_enum

T = TypeVar("T", bound="Reminder")


@_attrs_define
class Reminder:
    """One mail about the basket.

    Attributes:
        message (UUID):
        step (int):
        state (MessageState): * `PLANNED` - Waits to be sent
            * `CLAIMED` - Being sent
            * `TRANSMITTING` - Being handed over
            * `SENT` - Handed over
            * `FAILED` - Could not be sent
            * `UNKNOWN` - May have been sent
            * `HELD` - Held: waits for a person
            * `NOT_SENT` - Not sent
        reason (BlankEnum | ReasonEnum):
        run_after (datetime.datetime): When it goes, while it waits
        sent_at (datetime.datetime | None):
    """

    message: UUID
    step: int
    state: MessageState
    reason: BlankEnum | ReasonEnum
    run_after: datetime.datetime
    sent_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message = str(self.message)

        step = self.step

        state: str = self.state

        reason: str
        if isinstance(self.reason, str):
            reason = self.reason
        else:
            reason = self.reason

        run_after = self.run_after.isoformat()

        sent_at: None | str
        if isinstance(self.sent_at, datetime.datetime):
            sent_at = self.sent_at.isoformat()
        else:
            sent_at = self.sent_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message": message,
                "step": step,
                "state": state,
                "reason": reason,
                "run_after": run_after,
                "sent_at": sent_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message = UUID(d.pop("message"))

        step = d.pop("step")

        state = check_message_state(d.pop("state"))

        def _parse_reason(data: object) -> BlankEnum | ReasonEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_0 = check_reason_enum(data)

                return reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            reason_type_1 = check_blank_enum(data)

            return reason_type_1

        reason = _parse_reason(d.pop("reason"))

        run_after = datetime.datetime.fromisoformat(d.pop("run_after"))

        def _parse_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent_at = _parse_sent_at(d.pop("sent_at"))

        _made = cls(
            message=message,
            step=step,
            state=state,
            reason=reason,
            run_after=run_after,
            sent_at=sent_at,
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
