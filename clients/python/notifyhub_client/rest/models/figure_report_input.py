from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.report_rhythm import ReportRhythm, check_report_rhythm
from ..types import UNSET, Unset

T = TypeVar("T", bound="FigureReportInput")


@_attrs_define
class FigureReportInput:
    """Whom to send figures to, of what, how often.

    Attributes:
        email (str): A member who may see figures
        rhythm (ReportRhythm): * `WEEKLY` - Every Monday, of the week before
            * `MONTHLY` - On the first, of the month before
        store (None | Unset | UUID):
    """

    email: str
    rhythm: ReportRhythm
    store: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        rhythm: str = self.rhythm

        store: None | str | Unset
        if isinstance(self.store, Unset):
            store = UNSET
        elif isinstance(self.store, UUID):
            store = str(self.store)
        else:
            store = self.store

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "email": email,
                "rhythm": rhythm,
            }
        )
        if store is not UNSET:
            field_dict["store"] = store

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        rhythm = check_report_rhythm(d.pop("rhythm"))

        def _parse_store(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                store_type_0 = UUID(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        store = _parse_store(d.pop("store", UNSET))

        _made = cls(
            email=email,
            rhythm=rhythm,
            store=store,
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
