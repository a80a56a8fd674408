from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.replay_state import ReplayState, check_replay_state

T = TypeVar("T", bound="Replay")


@_attrs_define
class Replay:
    """A stretch of the feed told once more, and how far that is.

    Attributes:
        id (UUID):
        endpoint (UUID):
        state (ReplayState): * `RUNNING` - Runs
            * `DONE` - Done
            * `CANCELLED` - Stopped
        since (datetime.datetime): Nothing that was recorded before is told again
        total_count (int): Events to be read
        read_count (int): Events read by now
        made_count (int): Deliveries made of them by now
        created_by (str):
        created_at (datetime.datetime):
        ended_at (datetime.datetime | None):
    """

    id: UUID
    endpoint: UUID
    state: ReplayState
    since: datetime.datetime
    total_count: int
    read_count: int
    made_count: int
    created_by: str
    created_at: datetime.datetime
    ended_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        endpoint = str(self.endpoint)

        state: str = self.state

        since = self.since.isoformat()

        total_count = self.total_count

        read_count = self.read_count

        made_count = self.made_count

        created_by = self.created_by

        created_at = self.created_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "endpoint": endpoint,
                "state": state,
                "since": since,
                "total_count": total_count,
                "read_count": read_count,
                "made_count": made_count,
                "created_by": created_by,
                "created_at": created_at,
                "ended_at": ended_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        endpoint = UUID(d.pop("endpoint"))

        state = check_replay_state(d.pop("state"))

        since = datetime.datetime.fromisoformat(d.pop("since"))

        total_count = d.pop("total_count")

        read_count = d.pop("read_count")

        made_count = d.pop("made_count")

        created_by = d.pop("created_by")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))

        _made = cls(
            id=id,
            endpoint=endpoint,
            state=state,
            since=since,
            total_count=total_count,
            read_count=read_count,
            made_count=made_count,
            created_by=created_by,
            created_at=created_at,
            ended_at=ended_at,
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
