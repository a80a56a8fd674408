from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef
    from ..models.task_order import TaskOrder


T = TypeVar("T", bound="Task")


@_attrs_define
class Task:
    """One thing to do, for whoever of the staff is there first.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        order (None | TaskOrder): Null: it is about no order
        title (str):
        text (str):
        given_by (str): A rule by its name
        given_at (datetime.datetime):
        due_at (datetime.datetime | None): To be done by then
        done_at (datetime.datetime | None):
        done_by (str):
    """

    id: UUID
    store: StoreRef
    order: None | TaskOrder
    title: str
    text: str
    given_by: str
    given_at: datetime.datetime
    due_at: datetime.datetime | None
    done_at: datetime.datetime | None
    done_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.task_order import TaskOrder  # noqa: PLC0415

        id = str(self.id)

        store = self.store.to_dict()

        order: dict[str, Any] | None
        if isinstance(self.order, TaskOrder):
            order = self.order.to_dict()
        else:
            order = self.order

        title = self.title

        text = self.text

        given_by = self.given_by

        given_at = self.given_at.isoformat()

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        done_at: None | str
        if isinstance(self.done_at, datetime.datetime):
            done_at = self.done_at.isoformat()
        else:
            done_at = self.done_at

        done_by = self.done_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "order": order,
                "title": title,
                "text": text,
                "given_by": given_by,
                "given_at": given_at,
                "due_at": due_at,
                "done_at": done_at,
                "done_by": done_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415
        from ..models.task_order import TaskOrder  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        def _parse_order(data: object) -> None | TaskOrder:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                order_type_0 = TaskOrder.from_dict(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskOrder, data)

        order = _parse_order(d.pop("order"))

        title = d.pop("title")

        text = d.pop("text")

        given_by = d.pop("given_by")

        given_at = datetime.datetime.fromisoformat(d.pop("given_at"))

        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)

                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))

        def _parse_done_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                done_at_type_0 = datetime.datetime.fromisoformat(data)

                return done_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        done_at = _parse_done_at(d.pop("done_at"))

        done_by = d.pop("done_by")

        _made = cls(
            id=id,
            store=store,
            order=order,
            title=title,
            text=text,
            given_by=given_by,
            given_at=given_at,
            due_at=due_at,
            done_at=done_at,
            done_by=done_by,
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
