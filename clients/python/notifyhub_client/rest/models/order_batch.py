from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.order_batch_deed import OrderBatchDeed, check_order_batch_deed
from ..models.order_batch_state import OrderBatchState, check_order_batch_state

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="OrderBatch")


@_attrs_define
class OrderBatch:
    """Orders found by filters, put away or taken out again one chunk after the other.

    Attributes:
        id (UUID):
        deed (OrderBatchDeed): * `ARCHIVE` - Archive
            * `UNARCHIVE` - Take from the archive
        state (OrderBatchState): * `RUNNING` - Under way
            * `DONE` - Done
            * `CANCELLED` - Cancelled
        stores (list[StoreRef]):
        stage (str):
        age (str):
        tag (str):
        financial_state (str):
        actor (str):
        created_at (datetime.datetime):
        finished_at (datetime.datetime | None):
        foreseen_count (int): When it began; stops at 10,000
        done_count (int):
        passed_count (int): Met, but changed meanwhile by others
    """

    id: UUID
    deed: OrderBatchDeed
    state: OrderBatchState
    stores: list[StoreRef]
    stage: str
    age: str
    tag: str
    financial_state: str
    actor: str
    created_at: datetime.datetime
    finished_at: datetime.datetime | None
    foreseen_count: int
    done_count: int
    passed_count: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        deed: str = self.deed

        state: str = self.state

        stores = []
        for stores_item_data in self.stores:
            stores_item = stores_item_data.to_dict()
            stores.append(stores_item)

        stage = self.stage

        age = self.age

        tag = self.tag

        financial_state = self.financial_state

        actor = self.actor

        created_at = self.created_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        foreseen_count = self.foreseen_count

        done_count = self.done_count

        passed_count = self.passed_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "deed": deed,
                "state": state,
                "stores": stores,
                "stage": stage,
                "age": age,
                "tag": tag,
                "financial_state": financial_state,
                "actor": actor,
                "created_at": created_at,
                "finished_at": finished_at,
                "foreseen_count": foreseen_count,
                "done_count": done_count,
                "passed_count": passed_count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        deed = check_order_batch_deed(d.pop("deed"))

        state = check_order_batch_state(d.pop("state"))

        stores = []
        _stores = d.pop("stores")
        for stores_item_data in _stores:
            stores_item = StoreRef.from_dict(stores_item_data)

            stores.append(stores_item)

        stage = d.pop("stage")

        age = d.pop("age")

        tag = d.pop("tag")

        financial_state = d.pop("financial_state")

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

        passed_count = d.pop("passed_count")

        _made = cls(
            id=id,
            deed=deed,
            state=state,
            stores=stores,
            stage=stage,
            age=age,
            tag=tag,
            financial_state=financial_state,
            actor=actor,
            created_at=created_at,
            finished_at=finished_at,
            foreseen_count=foreseen_count,
            done_count=done_count,
            passed_count=passed_count,
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
