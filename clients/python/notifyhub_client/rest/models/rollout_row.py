from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.notification_kind import NotificationKind, check_notification_kind
from ..models.rollout_row_out_state_enum import (
    RolloutRowOutStateEnum,
    check_rollout_row_out_state_enum,
)

if TYPE_CHECKING:
    from ..models.stage import Stage


T = TypeVar("T", bound="RolloutRow")


@_attrs_define
class RolloutRow:
    """A push of words to stores, and how far it is.

    Attributes:
        id (UUID):
        kinds (list[NotificationKind]):
        state (RolloutRowOutStateEnum): * `RUNNING` - Under way
            * `PAUSED` - Paused
            * `DONE` - Done
            * `CANCELLED` - Cancelled
            * `ROLLING_BACK` - Being rolled back
            * `ROLLED_BACK` - Rolled back
        why_paused (str): Empty: a person paused it, or it is not paused
        store_count (int):
        stage (int): Counted from 0
        stages (list[Stage]): Of the stores that the key reaches
        next_at (datetime.datetime): When it goes on, while it is under way
        note (str):
        created_at (datetime.datetime):
        created_by (str):
        changed_at (datetime.datetime):
        changed_by (str):
    """

    id: UUID
    kinds: list[NotificationKind]
    state: RolloutRowOutStateEnum
    why_paused: str
    store_count: int
    stage: int
    stages: list[Stage]
    next_at: datetime.datetime
    note: str
    created_at: datetime.datetime
    created_by: str
    changed_at: datetime.datetime
    changed_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        kinds = []
        for kinds_item_data in self.kinds:
            kinds_item: str = kinds_item_data
            kinds.append(kinds_item)

        state: str = self.state

        why_paused = self.why_paused

        store_count = self.store_count

        stage = self.stage

        stages = []
        for stages_item_data in self.stages:
            stages_item = stages_item_data.to_dict()
            stages.append(stages_item)

        next_at = self.next_at.isoformat()

        note = self.note

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        changed_at = self.changed_at.isoformat()

        changed_by = self.changed_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kinds": kinds,
                "state": state,
                "why_paused": why_paused,
                "store_count": store_count,
                "stage": stage,
                "stages": stages,
                "next_at": next_at,
                "note": note,
                "created_at": created_at,
                "created_by": created_by,
                "changed_at": changed_at,
                "changed_by": changed_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stage import Stage  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        kinds = []
        _kinds = d.pop("kinds")
        for kinds_item_data in _kinds:
            kinds_item = check_notification_kind(kinds_item_data)

            kinds.append(kinds_item)

        state = check_rollout_row_out_state_enum(d.pop("state"))

        why_paused = d.pop("why_paused")

        store_count = d.pop("store_count")

        stage = d.pop("stage")

        stages = []
        _stages = d.pop("stages")
        for stages_item_data in _stages:
            stages_item = Stage.from_dict(stages_item_data)

            stages.append(stages_item)

        next_at = datetime.datetime.fromisoformat(d.pop("next_at"))

        note = d.pop("note")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        changed_by = d.pop("changed_by")

        _made = cls(
            id=id,
            kinds=kinds,
            state=state,
            why_paused=why_paused,
            store_count=store_count,
            stage=stage,
            stages=stages,
            next_at=next_at,
            note=note,
            created_at=created_at,
            created_by=created_by,
            changed_at=changed_at,
            changed_by=changed_by,
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
