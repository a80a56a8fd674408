from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_state import DeliveryState, check_delivery_state
from ..types import UNSET, Unset

T = TypeVar("T", bound="DeliveryRow")


@_attrs_define
class DeliveryRow:
    """One event on its way to one endpoint.

    Attributes:
        id (UUID):
        endpoint (UUID):
        event_id (str): `webhook-id`: the same in every attempt and replay
        type_ (str): Such as `order.placed`
        state (DeliveryState): * `WAITING` - Waits
            * `CLAIMED` - Under way
            * `DELIVERED` - Delivered
            * `FAILED` - Given up
            * `SKIPPED` - Left out
        attempts_count (int):
        next_at (datetime.datetime | None): The next attempt; null: there is none
        status (int | None): Of the last answer
        error (str): What was wrong with the last attempt, in words
        is_replay (bool):
        happened_at (datetime.datetime):
        created_at (datetime.datetime):
        settled_at (datetime.datetime | None): When it was delivered, given up or left out
        store (None | Unset | UUID):
        order (None | Unset | UUID):
    """

    id: UUID
    endpoint: UUID
    event_id: str
    type_: str
    state: DeliveryState
    attempts_count: int
    next_at: datetime.datetime | None
    status: int | None
    error: str
    is_replay: bool
    happened_at: datetime.datetime
    created_at: datetime.datetime
    settled_at: datetime.datetime | None
    store: None | Unset | UUID = UNSET
    order: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        endpoint = str(self.endpoint)

        event_id = self.event_id

        type_ = self.type_

        state: str = self.state

        attempts_count = self.attempts_count

        next_at: None | str
        if isinstance(self.next_at, datetime.datetime):
            next_at = self.next_at.isoformat()
        else:
            next_at = self.next_at

        status: int | None
        status = self.status

        error = self.error

        is_replay = self.is_replay

        happened_at = self.happened_at.isoformat()

        created_at = self.created_at.isoformat()

        settled_at: None | str
        if isinstance(self.settled_at, datetime.datetime):
            settled_at = self.settled_at.isoformat()
        else:
            settled_at = self.settled_at

        store: None | str | Unset
        if isinstance(self.store, Unset):
            store = UNSET
        elif isinstance(self.store, UUID):
            store = str(self.store)
        else:
            store = self.store

        order: None | str | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        elif isinstance(self.order, UUID):
            order = str(self.order)
        else:
            order = self.order

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "endpoint": endpoint,
                "event_id": event_id,
                "type": type_,
                "state": state,
                "attempts_count": attempts_count,
                "next_at": next_at,
                "status": status,
                "error": error,
                "is_replay": is_replay,
                "happened_at": happened_at,
                "created_at": created_at,
                "settled_at": settled_at,
            }
        )
        if store is not UNSET:
            field_dict["store"] = store
        if order is not UNSET:
            field_dict["order"] = order

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        endpoint = UUID(d.pop("endpoint"))

        event_id = d.pop("event_id")

        type_ = d.pop("type")

        state = check_delivery_state(d.pop("state"))

        attempts_count = d.pop("attempts_count")

        def _parse_next_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_at = _parse_next_at(d.pop("next_at"))

        def _parse_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status = _parse_status(d.pop("status"))

        error = d.pop("error")

        is_replay = d.pop("is_replay")

        happened_at = datetime.datetime.fromisoformat(d.pop("happened_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_settled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                settled_at_type_0 = datetime.datetime.fromisoformat(data)

                return settled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        settled_at = _parse_settled_at(d.pop("settled_at"))

        def _parse_store(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                store_type_0 = UUID(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        store = _parse_store(d.pop("store", UNSET))

        def _parse_order(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                order_type_0 = UUID(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        order = _parse_order(d.pop("order", UNSET))

        _made = cls(
            id=id,
            endpoint=endpoint,
            event_id=event_id,
            type_=type_,
            state=state,
            attempts_count=attempts_count,
            next_at=next_at,
            status=status,
            error=error,
            is_replay=is_replay,
            happened_at=happened_at,
            created_at=created_at,
            settled_at=settled_at,
            store=store,
            order=order,
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
