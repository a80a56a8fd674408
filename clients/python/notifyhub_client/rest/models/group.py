from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.figures import Figures
    from ..models.group_group import GroupGroup


T = TypeVar("T", bound="Group")


@_attrs_define
class Group:
    """The figures of one day, store, kind …

    Attributes:
        group (GroupGroup): What they are of, by name; null: not known
        figures (Figures): Sums over the days asked for. A rate is null where nothing could be measured.
        compared (Figures | None): Null: not asked for
    """

    group: GroupGroup
    figures: Figures
    compared: Figures | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.figures import Figures  # noqa: PLC0415

        group = self.group.to_dict()

        figures = self.figures.to_dict()

        compared: dict[str, Any] | None
        if isinstance(self.compared, Figures):
            compared = self.compared.to_dict()
        else:
            compared = self.compared

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "group": group,
                "figures": figures,
                "compared": compared,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.figures import Figures  # noqa: PLC0415
        from ..models.group_group import GroupGroup  # noqa: PLC0415

        d = dict(src_dict)
        group = GroupGroup.from_dict(d.pop("group"))

        figures = Figures.from_dict(d.pop("figures"))

        def _parse_compared(data: object) -> Figures | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                compared_type_0 = Figures.from_dict(data)

                return compared_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figures | None, data)

        compared = _parse_compared(d.pop("compared"))

        _made = cls(
            group=group,
            figures=figures,
            compared=compared,
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
