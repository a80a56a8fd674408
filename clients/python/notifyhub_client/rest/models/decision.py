from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Decision")


@_attrs_define
class Decision:
    """A decision and its report, as they were kept.

    Attributes:
        id (UUID):
        number (int): 2: what was decided first was taken back
        arm (int | None): Null: the control
        was_proven (bool):
        decided_at (datetime.datetime):
        decided_by (str): Empty: the test itself
        because (str):
        language (str):
        sha256 (str): Of `html`, in UTF-8
    """

    id: UUID
    number: int
    arm: int | None
    was_proven: bool
    decided_at: datetime.datetime
    decided_by: str
    because: str
    language: str
    sha256: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        number = self.number

        arm: int | None
        arm = self.arm

        was_proven = self.was_proven

        decided_at = self.decided_at.isoformat()

        decided_by = self.decided_by

        because = self.because

        language = self.language

        sha256 = self.sha256

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "number": number,
                "arm": arm,
                "was_proven": was_proven,
                "decided_at": decided_at,
                "decided_by": decided_by,
                "because": because,
                "language": language,
                "sha256": sha256,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        number = d.pop("number")

        def _parse_arm(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        arm = _parse_arm(d.pop("arm"))

        was_proven = d.pop("was_proven")

        decided_at = datetime.datetime.fromisoformat(d.pop("decided_at"))

        decided_by = d.pop("decided_by")

        because = d.pop("because")

        language = d.pop("language")

        sha256 = d.pop("sha256")

        _made = cls(
            id=id,
            number=number,
            arm=arm,
            was_proven=was_proven,
            decided_at=decided_at,
            decided_by=decided_by,
            because=because,
            language=language,
            sha256=sha256,
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
