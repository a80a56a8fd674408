from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.batch_out_state_enum import BatchOutStateEnum, check_batch_out_state_enum
from ..models.message_batch_deed import MessageBatchDeed, check_message_batch_deed

if TYPE_CHECKING:
    from ..models.stays import Stays
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Batch")


@_attrs_define
class Batch:
    """One deed done to many messages.

    Attributes:
        id (UUID):
        deed (MessageBatchDeed): * `RELEASE` - Let them go
            * `CANCEL` - Do not send them
            * `REPEAT` - Send them once more
            * `MARK_SENT` - Take them as sent
        state (BatchOutStateEnum): * `RUNNING` - Under way
            * `SETTLING` - On their way
            * `DONE` - Done
            * `CANCELLED` - Cancelled
        stores (list[StoreRef]):
        message_state (str):
        message_reason (str):
        message_kind (str):
        because (str):
        actor (str):
        created_at (datetime.datetime):
        finished_at (datetime.datetime | None):
        foreseen_count (int): When it began; stops at 10,000
        done_count (int):
        refused (list[Stays]):
    """

    id: UUID
    deed: MessageBatchDeed
    state: BatchOutStateEnum
    stores: list[StoreRef]
    message_state: str
    message_reason: str
    message_kind: str
    because: str
    actor: str
    created_at: datetime.datetime
    finished_at: datetime.datetime | None
    foreseen_count: int
    done_count: int
    refused: list[Stays]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        deed: str = self.deed

        state: str = self.state

        stores = []
        for stores_item_data in self.stores:
            stores_item = stores_item_data.to_dict()
            stores.append(stores_item)

        message_state = self.message_state

        message_reason = self.message_reason

        message_kind = self.message_kind

        because = self.because

        actor = self.actor

        created_at = self.created_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        foreseen_count = self.foreseen_count

        done_count = self.done_count

        refused = []
        for refused_item_data in self.refused:
            refused_item = refused_item_data.to_dict()
            refused.append(refused_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "deed": deed,
                "state": state,
                "stores": stores,
                "message_state": message_state,
                "message_reason": message_reason,
                "message_kind": message_kind,
                "because": because,
                "actor": actor,
                "created_at": created_at,
                "finished_at": finished_at,
                "foreseen_count": foreseen_count,
                "done_count": done_count,
                "refused": refused,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stays import Stays  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        deed = check_message_batch_deed(d.pop("deed"))

        state = check_batch_out_state_enum(d.pop("state"))

        stores = []
        _stores = d.pop("stores")
        for stores_item_data in _stores:
            stores_item = StoreRef.from_dict(stores_item_data)

            stores.append(stores_item)

        message_state = d.pop("message_state")

        message_reason = d.pop("message_reason")

        message_kind = d.pop("message_kind")

        because = d.pop("because")

        actor = d.pop("actor")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

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

        foreseen_count = d.pop("foreseen_count")

        done_count = d.pop("done_count")

        refused = []
        _refused = d.pop("refused")
        for refused_item_data in _refused:
            refused_item = Stays.from_dict(refused_item_data)

            refused.append(refused_item)

        _made = cls(
            id=id,
            deed=deed,
            state=state,
            stores=stores,
            message_state=message_state,
            message_reason=message_reason,
            message_kind=message_kind,
            because=because,
            actor=actor,
            created_at=created_at,
            finished_at=finished_at,
            foreseen_count=foreseen_count,
            done_count=done_count,
            refused=refused,
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
