from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.webhook_state import WebhookState, check_webhook_state

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Webhook")


@_attrs_define
class Webhook:
    """One thing that Shopify told us of a store, and what became of it.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        topic (str):
        state (WebhookState): * `RECEIVED` - Waits to be handled
            * `DONE` - Recorded
            * `IGNORED` - Ignored on purpose
            * `QUARANTINED` - Kept aside: it could not be read
            * `FAILED` - Failed: it was tried often enough
        reason (str): Why it was kept aside, ignored or given up
        api_version (str):
        triggered_at (datetime.datetime | None): When it happened, as Shopify says
        received_at (datetime.datetime):
        handled_at (datetime.datetime | None):
        attempts (int):
    """

    id: UUID
    store: StoreRef
    topic: str
    state: WebhookState
    reason: str
    api_version: str
    triggered_at: datetime.datetime | None
    received_at: datetime.datetime
    handled_at: datetime.datetime | None
    attempts: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        topic = self.topic

        state: str = self.state

        reason = self.reason

        api_version = self.api_version

        triggered_at: None | str
        if isinstance(self.triggered_at, datetime.datetime):
            triggered_at = self.triggered_at.isoformat()
        else:
            triggered_at = self.triggered_at

        received_at = self.received_at.isoformat()

        handled_at: None | str
        if isinstance(self.handled_at, datetime.datetime):
            handled_at = self.handled_at.isoformat()
        else:
            handled_at = self.handled_at

        attempts = self.attempts

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "topic": topic,
                "state": state,
                "reason": reason,
                "api_version": api_version,
                "triggered_at": triggered_at,
                "received_at": received_at,
                "handled_at": handled_at,
                "attempts": attempts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        topic = d.pop("topic")

        state = check_webhook_state(d.pop("state"))

        reason = d.pop("reason")

        api_version = d.pop("api_version")

        def _parse_triggered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                triggered_at_type_0 = datetime.datetime.fromisoformat(data)

                return triggered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        triggered_at = _parse_triggered_at(d.pop("triggered_at"))

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))

        def _parse_handled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                handled_at_type_0 = datetime.datetime.fromisoformat(data)

                return handled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        handled_at = _parse_handled_at(d.pop("handled_at"))

        attempts = d.pop("attempts")

        _made = cls(
            id=id,
            store=store,
            topic=topic,
            state=state,
            reason=reason,
            api_version=api_version,
            triggered_at=triggered_at,
            received_at=received_at,
            handled_at=handled_at,
            attempts=attempts,
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
