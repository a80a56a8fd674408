from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.adoption_input_decisions import AdoptionInputDecisions


T = TypeVar("T", bound="AdoptionInput")


@_attrs_define
class AdoptionInput:
    """
    Attributes:
        version (int):
        decisions (AdoptionInputDecisions | Unset): By block key; who is not named keeps the store's
    """

    version: int
    decisions: AdoptionInputDecisions | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        decisions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.decisions, Unset):
            decisions = self.decisions.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "version": version,
            }
        )
        if decisions is not UNSET:
            field_dict["decisions"] = decisions

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.adoption_input_decisions import AdoptionInputDecisions  # noqa: PLC0415

        d = dict(src_dict)
        version = d.pop("version")

        _decisions = d.pop("decisions", UNSET)
        decisions: AdoptionInputDecisions | Unset
        if isinstance(_decisions, Unset):
            decisions = UNSET
        else:
            decisions = AdoptionInputDecisions.from_dict(_decisions)

        _made = cls(
            version=version,
            decisions=decisions,
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
