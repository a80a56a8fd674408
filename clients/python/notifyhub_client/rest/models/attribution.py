from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.exclusion_enum import ExclusionEnum, check_exclusion_enum

if TYPE_CHECKING:
    from ..models.credit import Credit
    from ..models.credit_change import CreditChange
    from ..models.source import Source


T = TypeVar("T", bound="Attribution")


@_attrs_define
class Attribution:
    """Models stand side by side: one order counts once by each, so never add them up.

    Attributes:
        source (None | Source):
        exclusion (BlankEnum | ExclusionEnum): Why the order is credited to nobody

            * `TEST` - Test order
            * `POS` - Bought in a shop of bricks
            * `DRAFT` - Made by staff from a draft
            * `SUBSCRIPTION` - Renewal of a subscription
        is_final (bool): Whether only refunds may still change it
        frozen_at (datetime.datetime | None):
        credits_ (list[Credit]):
        changes (list[CreditChange]):
    """

    source: None | Source
    exclusion: BlankEnum | ExclusionEnum
    is_final: bool
    frozen_at: datetime.datetime | None
    credits_: list[Credit]
    changes: list[CreditChange]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.source import Source  # noqa: PLC0415

        source: dict[str, Any] | None
        if isinstance(self.source, Source):
            source = self.source.to_dict()
        else:
            source = self.source

        exclusion: str
        if isinstance(self.exclusion, str):
            exclusion = self.exclusion
        else:
            exclusion = self.exclusion

        is_final = self.is_final

        frozen_at: None | str
        if isinstance(self.frozen_at, datetime.datetime):
            frozen_at = self.frozen_at.isoformat()
        else:
            frozen_at = self.frozen_at

        credits_ = []
        for credits_item_data in self.credits_:
            credits_item = credits_item_data.to_dict()
            credits_.append(credits_item)

        changes = []
        for changes_item_data in self.changes:
            changes_item = changes_item_data.to_dict()
            changes.append(changes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "source": source,
                "exclusion": exclusion,
                "is_final": is_final,
                "frozen_at": frozen_at,
                "credits": credits_,
                "changes": changes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.credit import Credit  # noqa: PLC0415
        from ..models.credit_change import CreditChange  # noqa: PLC0415
        from ..models.source import Source  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_source(data: object) -> None | Source:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                source_type_0 = Source.from_dict(data)

                return source_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Source, data)

        source = _parse_source(d.pop("source"))

        def _parse_exclusion(data: object) -> BlankEnum | ExclusionEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                exclusion_type_0 = check_exclusion_enum(data)

                return exclusion_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            exclusion_type_1 = check_blank_enum(data)

            return exclusion_type_1

        exclusion = _parse_exclusion(d.pop("exclusion"))

        is_final = d.pop("is_final")

        def _parse_frozen_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                frozen_at_type_0 = datetime.datetime.fromisoformat(data)

                return frozen_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        frozen_at = _parse_frozen_at(d.pop("frozen_at"))

        credits_ = []
        _credits_ = d.pop("credits")
        for credits_item_data in _credits_:
            credits_item = Credit.from_dict(credits_item_data)

            credits_.append(credits_item)

        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = CreditChange.from_dict(changes_item_data)

            changes.append(changes_item)

        _made = cls(
            source=source,
            exclusion=exclusion,
            is_final=is_final,
            frozen_at=frozen_at,
            credits_=credits_,
            changes=changes,
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
