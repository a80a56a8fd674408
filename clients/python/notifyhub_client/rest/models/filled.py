from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.promo_pool import PromoPool


T = TypeVar("T", bound="Filled")


@_attrs_define
class Filled:
    """The pool as it is now, and what came of the codes.

    Attributes:
        pool (PromoPool): Discount codes of one store, given out one a mail.
        added_count (int):
        known_count (int): Passed over: the store had them already
    """

    pool: PromoPool
    added_count: int
    known_count: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        pool = self.pool.to_dict()

        added_count = self.added_count

        known_count = self.known_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "pool": pool,
                "added_count": added_count,
                "known_count": known_count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.promo_pool import PromoPool  # noqa: PLC0415

        d = dict(src_dict)
        pool = PromoPool.from_dict(d.pop("pool"))

        added_count = d.pop("added_count")

        known_count = d.pop("known_count")

        _made = cls(
            pool=pool,
            added_count=added_count,
            known_count=known_count,
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
