from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.asked_by_enum import AskedByEnum, check_asked_by_enum
from ..models.copy_out_state_enum import CopyOutStateEnum, check_copy_out_state_enum

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Copy")


@_attrs_define
class Copy:
    """A copy of everything kept of one buyer, and how far it is.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        asked_by (AskedByEnum): * `SHOPIFY` - Shopify, for the buyer
            * `STAFF` - Staff
            * `PROGRAM` - A program
        email (str): Empty once the copy was dropped
        customer_shopify_id (int | None):
        state (CopyOutStateEnum): * `WAITING` - Is being made
            * `READY` - Ready
            * `FAILED` - Could not be made
            * `OVER` - Dropped after its time
            * `ERASED` - Dropped: the buyer was erased
        steps_done (int):
        steps (int):
        rows_count (int):
        asked_at (datetime.datetime):
        due_at (datetime.datetime): By then the buyer must have it
        made_at (datetime.datetime | None):
        kept_until (datetime.datetime | None):
        taken_at (datetime.datetime | None): When it was first handed out
        taken_by (str):
    """

    id: UUID
    store: StoreRef
    asked_by: AskedByEnum
    email: str
    customer_shopify_id: int | None
    state: CopyOutStateEnum
    steps_done: int
    steps: int
    rows_count: int
    asked_at: datetime.datetime
    due_at: datetime.datetime
    made_at: datetime.datetime | None
    kept_until: datetime.datetime | None
    taken_at: datetime.datetime | None
    taken_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        asked_by: str = self.asked_by

        email = self.email

        customer_shopify_id: int | None
        customer_shopify_id = self.customer_shopify_id

        state: str = self.state

        steps_done = self.steps_done

        steps = self.steps

        rows_count = self.rows_count

        asked_at = self.asked_at.isoformat()

        due_at = self.due_at.isoformat()

        made_at: None | str
        if isinstance(self.made_at, datetime.datetime):
            made_at = self.made_at.isoformat()
        else:
            made_at = self.made_at

        kept_until: None | str
        if isinstance(self.kept_until, datetime.datetime):
            kept_until = self.kept_until.isoformat()
        else:
            kept_until = self.kept_until

        taken_at: None | str
        if isinstance(self.taken_at, datetime.datetime):
            taken_at = self.taken_at.isoformat()
        else:
            taken_at = self.taken_at

        taken_by = self.taken_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "asked_by": asked_by,
                "email": email,
                "customer_shopify_id": customer_shopify_id,
                "state": state,
                "steps_done": steps_done,
                "steps": steps,
                "rows_count": rows_count,
                "asked_at": asked_at,
                "due_at": due_at,
                "made_at": made_at,
                "kept_until": kept_until,
                "taken_at": taken_at,
                "taken_by": taken_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        asked_by = check_asked_by_enum(d.pop("asked_by"))

        email = d.pop("email")

        def _parse_customer_shopify_id(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        customer_shopify_id = _parse_customer_shopify_id(d.pop("customer_shopify_id"))

        state = check_copy_out_state_enum(d.pop("state"))

        steps_done = d.pop("steps_done")

        steps = d.pop("steps")

        rows_count = d.pop("rows_count")

        asked_at = datetime.datetime.fromisoformat(d.pop("asked_at"))

        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))

        def _parse_made_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                made_at_type_0 = datetime.datetime.fromisoformat(data)

                return made_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        made_at = _parse_made_at(d.pop("made_at"))

        def _parse_kept_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kept_until_type_0 = datetime.datetime.fromisoformat(data)

                return kept_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        kept_until = _parse_kept_until(d.pop("kept_until"))

        def _parse_taken_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                taken_at_type_0 = datetime.datetime.fromisoformat(data)

                return taken_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        taken_at = _parse_taken_at(d.pop("taken_at"))

        taken_by = d.pop("taken_by")

        _made = cls(
            id=id,
            store=store,
            asked_by=asked_by,
            email=email,
            customer_shopify_id=customer_shopify_id,
            state=state,
            steps_done=steps_done,
            steps=steps,
            rows_count=rows_count,
            asked_at=asked_at,
            due_at=due_at,
            made_at=made_at,
            kept_until=kept_until,
            taken_at=taken_at,
            taken_by=taken_by,
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
