from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.asked_by_enum import AskedByEnum, check_asked_by_enum
from ..models.erasure_out_kind_enum import ErasureOutKindEnum, check_erasure_out_kind_enum

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Erasure")


@_attrs_define
class Erasure:
    """An erasure that was done. It names nobody.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        kind (ErasureOutKindEnum): * `CUSTOMER` - One buyer
            * `SHOP` - All buyers of the store
        asked_by (AskedByEnum): * `SHOPIFY` - Shopify, for the buyer
            * `STAFF` - Staff
            * `PROGRAM` - A program
        actor (str):
        reason (str):
        orders_count (int):
        erased_at (datetime.datetime):
        replayed_at (datetime.datetime | None): Done again after a restored dump
    """

    id: UUID
    store: StoreRef
    kind: ErasureOutKindEnum
    asked_by: AskedByEnum
    actor: str
    reason: str
    orders_count: int
    erased_at: datetime.datetime
    replayed_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        kind: str = self.kind

        asked_by: str = self.asked_by

        actor = self.actor

        reason = self.reason

        orders_count = self.orders_count

        erased_at = self.erased_at.isoformat()

        replayed_at: None | str
        if isinstance(self.replayed_at, datetime.datetime):
            replayed_at = self.replayed_at.isoformat()
        else:
            replayed_at = self.replayed_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "kind": kind,
                "asked_by": asked_by,
                "actor": actor,
                "reason": reason,
                "orders_count": orders_count,
                "erased_at": erased_at,
                "replayed_at": replayed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        kind = check_erasure_out_kind_enum(d.pop("kind"))

        asked_by = check_asked_by_enum(d.pop("asked_by"))

        actor = d.pop("actor")

        reason = d.pop("reason")

        orders_count = d.pop("orders_count")

        erased_at = datetime.datetime.fromisoformat(d.pop("erased_at"))

        def _parse_replayed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                replayed_at_type_0 = datetime.datetime.fromisoformat(data)

                return replayed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        replayed_at = _parse_replayed_at(d.pop("replayed_at"))

        _made = cls(
            id=id,
            store=store,
            kind=kind,
            asked_by=asked_by,
            actor=actor,
            reason=reason,
            orders_count=orders_count,
            erased_at=erased_at,
            replayed_at=replayed_at,
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
