from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.backfill_out_state_enum import BackfillOutStateEnum, check_backfill_out_state_enum

T = TypeVar("T", bound="Backfill")


@_attrs_define
class Backfill:
    """One fetching of a store's old orders. Nobody is written to because of it.

    Attributes:
        id (UUID):
        state (BackfillOutStateEnum): * `ASKING` - Shopify is about to be asked
            * `WAITING` - Shopify gathers the orders
            * `READING` - The orders are being read
            * `COMPLETING` - Refunds and part shipments are being completed
            * `PAUSED` - Paused
            * `DONE` - Done
            * `CANCELLED` - Cancelled
            * `FAILED` - Failed
        since (datetime.datetime | None):
        is_limited (bool): The app lacks read_all_orders: Shopify tells of the last 60 days alone
        progress (int): Hundredths of what is read
        order_count (int): Orders that Shopify gathered so far
        read_count (int):
        new_count (int):
        known_count (int):
        unreadable_count (int):
        problem (str): What is wrong, and what to do; or empty
        started_by (str):
        started_at (datetime.datetime):
        finished_at (datetime.datetime | None):
    """

    id: UUID
    state: BackfillOutStateEnum
    since: datetime.datetime | None
    is_limited: bool
    progress: int
    order_count: int
    read_count: int
    new_count: int
    known_count: int
    unreadable_count: int
    problem: str
    started_by: str
    started_at: datetime.datetime
    finished_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        state: str = self.state

        since: None | str
        if isinstance(self.since, datetime.datetime):
            since = self.since.isoformat()
        else:
            since = self.since

        is_limited = self.is_limited

        progress = self.progress

        order_count = self.order_count

        read_count = self.read_count

        new_count = self.new_count

        known_count = self.known_count

        unreadable_count = self.unreadable_count

        problem = self.problem

        started_by = self.started_by

        started_at = self.started_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "state": state,
                "since": since,
                "is_limited": is_limited,
                "progress": progress,
                "order_count": order_count,
                "read_count": read_count,
                "new_count": new_count,
                "known_count": known_count,
                "unreadable_count": unreadable_count,
                "problem": problem,
                "started_by": started_by,
                "started_at": started_at,
                "finished_at": finished_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        state = check_backfill_out_state_enum(d.pop("state"))

        def _parse_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                since_type_0 = datetime.datetime.fromisoformat(data)

                return since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        since = _parse_since(d.pop("since"))

        is_limited = d.pop("is_limited")

        progress = d.pop("progress")

        order_count = d.pop("order_count")

        read_count = d.pop("read_count")

        new_count = d.pop("new_count")

        known_count = d.pop("known_count")

        unreadable_count = d.pop("unreadable_count")

        problem = d.pop("problem")

        started_by = d.pop("started_by")

        started_at = datetime.datetime.fromisoformat(d.pop("started_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        _made = cls(
            id=id,
            state=state,
            since=since,
            is_limited=is_limited,
            progress=progress,
            order_count=order_count,
            read_count=read_count,
            new_count=new_count,
            known_count=known_count,
            unreadable_count=unreadable_count,
            problem=problem,
            started_by=started_by,
            started_at=started_at,
            finished_at=finished_at,
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
