from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Halt")


@_attrs_define
class Halt:
    """Messages of a store that wait because a person stopped them.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        kind (str): Empty: every kind
        because (str):
        actor (str):
        halted_at (datetime.datetime):
        lifted_at (datetime.datetime | None):
        sender (None | Unset | UUID): Null: every sender
    """

    id: UUID
    store: StoreRef
    kind: str
    because: str
    actor: str
    halted_at: datetime.datetime
    lifted_at: datetime.datetime | None
    sender: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        kind = self.kind

        because = self.because

        actor = self.actor

        halted_at = self.halted_at.isoformat()

        lifted_at: None | str
        if isinstance(self.lifted_at, datetime.datetime):
            lifted_at = self.lifted_at.isoformat()
        else:
            lifted_at = self.lifted_at

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
                "kind": kind,
                "because": because,
                "actor": actor,
                "halted_at": halted_at,
                "lifted_at": lifted_at,
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

        store = StoreRef.from_dict(d.pop("store"))

        kind = d.pop("kind")

        because = d.pop("because")

        actor = d.pop("actor")

        halted_at = datetime.datetime.fromisoformat(d.pop("halted_at"))

        def _parse_lifted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                lifted_at_type_0 = datetime.datetime.fromisoformat(data)

                return lifted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        lifted_at = _parse_lifted_at(d.pop("lifted_at"))

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
            kind=kind,
            because=because,
            actor=actor,
            halted_at=halted_at,
            lifted_at=lifted_at,
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
