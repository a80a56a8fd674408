from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.measure_enum import MeasureEnum, check_measure_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Incident")


@_attrs_define
class Incident:
    """Something went wrong far more often than usual.

    Attributes:
        id (UUID):
        store (None | StoreRef):
        domain (str): Recipients at this domain, of several stores
        measure (MeasureEnum): * `BOUNCES` - came back
            * `FAILURES` - could not be sent
            * `COMPLAINTS` - marked as spam
        explanation (str): What happened, in a sentence.
        what_to_do (str): The next step, in words.
        since_at (datetime.datetime): The messages are counted from then
        tried_count (int):
        troubled_count (int):
        usual_rate (float): What this may be on a usual day, 0 to 1
        opened_at (datetime.datetime):
        closed_at (datetime.datetime | None): Null: it goes on
        noted_at (datetime.datetime | None):
        noted_by (str):
        sender (None | Unset | UUID): By which most of it left
    """

    id: UUID
    store: None | StoreRef
    domain: str
    measure: MeasureEnum
    explanation: str
    what_to_do: str
    since_at: datetime.datetime
    tried_count: int
    troubled_count: int
    usual_rate: float
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None
    noted_at: datetime.datetime | None
    noted_by: str
    sender: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        id = str(self.id)

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        domain = self.domain

        measure: str = self.measure

        explanation = self.explanation

        what_to_do = self.what_to_do

        since_at = self.since_at.isoformat()

        tried_count = self.tried_count

        troubled_count = self.troubled_count

        usual_rate = self.usual_rate

        opened_at = self.opened_at.isoformat()

        closed_at: None | str
        if isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        noted_at: None | str
        if isinstance(self.noted_at, datetime.datetime):
            noted_at = self.noted_at.isoformat()
        else:
            noted_at = self.noted_at

        noted_by = self.noted_by

        sender: None | str | Unset
        if isinstance(self.sender, Unset):
            sender = UNSET
        elif isinstance(self.sender, UUID):
            sender = str(self.sender)
        else:
            sender = self.sender

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "domain": domain,
                "measure": measure,
                "explanation": explanation,
                "what_to_do": what_to_do,
                "since_at": since_at,
                "tried_count": tried_count,
                "troubled_count": troubled_count,
                "usual_rate": usual_rate,
                "opened_at": opened_at,
                "closed_at": closed_at,
                "noted_at": noted_at,
                "noted_by": noted_by,
            }
        )
        if sender is not UNSET:
            field_dict["sender"] = sender

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        def _parse_store(data: object) -> None | StoreRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = StoreRef.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoreRef, data)

        store = _parse_store(d.pop("store"))

        domain = d.pop("domain")

        measure = check_measure_enum(d.pop("measure"))

        explanation = d.pop("explanation")

        what_to_do = d.pop("what_to_do")

        since_at = datetime.datetime.fromisoformat(d.pop("since_at"))

        tried_count = d.pop("tried_count")

        troubled_count = d.pop("troubled_count")

        usual_rate = d.pop("usual_rate")

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        def _parse_closed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))

        def _parse_noted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                noted_at_type_0 = datetime.datetime.fromisoformat(data)

                return noted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        noted_at = _parse_noted_at(d.pop("noted_at"))

        noted_by = d.pop("noted_by")

        def _parse_sender(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sender_type_0 = UUID(data)

                return sender_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        sender = _parse_sender(d.pop("sender", UNSET))

        _made = cls(
            id=id,
            store=store,
            domain=domain,
            measure=measure,
            explanation=explanation,
            what_to_do=what_to_do,
            since_at=since_at,
            tried_count=tried_count,
            troubled_count=troubled_count,
            usual_rate=usual_rate,
            opened_at=opened_at,
            closed_at=closed_at,
            noted_at=noted_at,
            noted_by=noted_by,
            sender=sender,
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
