from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.forecast import Forecast


T = TypeVar("T", bound="DryRun")


@_attrs_define
class DryRun:
    """What a push would change.

    Attributes:
        mail_count (int):
        store_count (int):
        unchanged_count (int):
        mails (list[Forecast]): Those that change; conflicts first, at most 1,000
        left_out_count (int):
    """

    mail_count: int
    store_count: int
    unchanged_count: int
    mails: list[Forecast]
    left_out_count: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        mail_count = self.mail_count

        store_count = self.store_count

        unchanged_count = self.unchanged_count

        mails = []
        for mails_item_data in self.mails:
            mails_item = mails_item_data.to_dict()
            mails.append(mails_item)

        left_out_count = self.left_out_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "mail_count": mail_count,
                "store_count": store_count,
                "unchanged_count": unchanged_count,
                "mails": mails,
                "left_out_count": left_out_count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.forecast import Forecast  # noqa: PLC0415

        d = dict(src_dict)
        mail_count = d.pop("mail_count")

        store_count = d.pop("store_count")

        unchanged_count = d.pop("unchanged_count")

        mails = []
        _mails = d.pop("mails")
        for mails_item_data in _mails:
            mails_item = Forecast.from_dict(mails_item_data)

            mails.append(mails_item)

        left_out_count = d.pop("left_out_count")

        _made = cls(
            mail_count=mail_count,
            store_count=store_count,
            unchanged_count=unchanged_count,
            mails=mails,
            left_out_count=left_out_count,
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
