from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.lint_input_shares import LintInputShares


T = TypeVar("T", bound="LintInput")


@_attrs_define
class LintInput:
    """
    Attributes:
        variant (str | Unset):
        shares (LintInputShares | Unset): Which part of the buyers reads each language, such as {'nb': 0.8, 'sv': 0.2}
    """

    variant: str | Unset = UNSET
    shares: LintInputShares | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        variant = self.variant

        shares: dict[str, Any] | Unset = UNSET
        if not isinstance(self.shares, Unset):
            shares = self.shares.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if variant is not UNSET:
            field_dict["variant"] = variant
        if shares is not UNSET:
            field_dict["shares"] = shares

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.lint_input_shares import LintInputShares  # noqa: PLC0415

        d = dict(src_dict)
        variant = d.pop("variant", UNSET)

        _shares = d.pop("shares", UNSET)
        shares: LintInputShares | Unset
        if isinstance(_shares, Unset):
            shares = UNSET
        else:
            shares = LintInputShares.from_dict(_shares)

        _made = cls(
            variant=variant,
            shares=shares,
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
