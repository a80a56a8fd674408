from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="TransitTime")


@_attrs_define
class TransitTime:
    """From dispatch to the door. Empty: any; the most exact one counts.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        country (str):
        postcode (str): How it begins
        carrier (str):
        method (str): The shipping rate's name, in small letters
        min_days (int):
        max_days (int):
        runs_daily (bool): False: business days of the country that it goes to
        changed_at (datetime.datetime | None):
        changed_by (str):
    """

    id: UUID
    store: StoreRef
    country: str
    postcode: str
    carrier: str
    method: str
    min_days: int
    max_days: int
    runs_daily: bool
    changed_at: datetime.datetime | None
    changed_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        country = self.country

        postcode = self.postcode

        carrier = self.carrier

        method = self.method

        min_days = self.min_days

        max_days = self.max_days

        runs_daily = self.runs_daily

        changed_at: None | str
        if isinstance(self.changed_at, datetime.datetime):
            changed_at = self.changed_at.isoformat()
        else:
            changed_at = self.changed_at

        changed_by = self.changed_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "country": country,
                "postcode": postcode,
                "carrier": carrier,
                "method": method,
                "min_days": min_days,
                "max_days": max_days,
                "runs_daily": runs_daily,
                "changed_at": changed_at,
                "changed_by": changed_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        country = d.pop("country")

        postcode = d.pop("postcode")

        carrier = d.pop("carrier")

        method = d.pop("method")

        min_days = d.pop("min_days")

        max_days = d.pop("max_days")

        runs_daily = d.pop("runs_daily")

        def _parse_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changed_at = _parse_changed_at(d.pop("changed_at"))

        changed_by = d.pop("changed_by")

        _made = cls(
            id=id,
            store=store,
            country=country,
            postcode=postcode,
            carrier=carrier,
            method=method,
            min_days=min_days,
            max_days=max_days,
            runs_daily=runs_daily,
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
