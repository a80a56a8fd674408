from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.effect import Effect


T = TypeVar("T", bound="Comparison")


@_attrs_define
class Comparison:
    """One arm against the control, by the declared rule.

    Attributes:
        arm (int):
        effect (Effect): A difference from the control, and what it lies between.
        relative (Effect): A difference from the control, and what it lies between.
        p (float | None): Null in planned mode: the bound decides
        ordinary_p (float): Of a test that is looked at once
        information (float): Share of the plan
        spent_alpha (float):
        shrunken (float): The estimate without its winner's curse
        chance_to_beat (float): Shown, never decided by
        loss_if_chosen (float):
        is_winner (bool):
        is_loser (bool):
        is_simpson (bool): All in one heap point the other way
    """

    arm: int
    effect: Effect
    relative: Effect
    p: float | None
    ordinary_p: float
    information: float
    spent_alpha: float
    shrunken: float
    chance_to_beat: float
    loss_if_chosen: float
    is_winner: bool
    is_loser: bool
    is_simpson: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        arm = self.arm

        effect = self.effect.to_dict()

        relative = self.relative.to_dict()

        p: float | None
        p = self.p

        ordinary_p = self.ordinary_p

        information = self.information

        spent_alpha = self.spent_alpha

        shrunken = self.shrunken

        chance_to_beat = self.chance_to_beat

        loss_if_chosen = self.loss_if_chosen

        is_winner = self.is_winner

        is_loser = self.is_loser

        is_simpson = self.is_simpson

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "arm": arm,
                "effect": effect,
                "relative": relative,
                "p": p,
                "ordinary_p": ordinary_p,
                "information": information,
                "spent_alpha": spent_alpha,
                "shrunken": shrunken,
                "chance_to_beat": chance_to_beat,
                "loss_if_chosen": loss_if_chosen,
                "is_winner": is_winner,
                "is_loser": is_loser,
                "is_simpson": is_simpson,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.effect import Effect  # noqa: PLC0415

        d = dict(src_dict)
        arm = d.pop("arm")

        effect = Effect.from_dict(d.pop("effect"))

        relative = Effect.from_dict(d.pop("relative"))

        def _parse_p(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        p = _parse_p(d.pop("p"))

        ordinary_p = d.pop("ordinary_p")

        information = d.pop("information")

        spent_alpha = d.pop("spent_alpha")

        shrunken = d.pop("shrunken")

        chance_to_beat = d.pop("chance_to_beat")

        loss_if_chosen = d.pop("loss_if_chosen")

        is_winner = d.pop("is_winner")

        is_loser = d.pop("is_loser")

        is_simpson = d.pop("is_simpson")

        _made = cls(
            arm=arm,
            effect=effect,
            relative=relative,
            p=p,
            ordinary_p=ordinary_p,
            information=information,
            spent_alpha=spent_alpha,
            shrunken=shrunken,
            chance_to_beat=chance_to_beat,
            loss_if_chosen=loss_if_chosen,
            is_winner=is_winner,
            is_loser=is_loser,
            is_simpson=is_simpson,
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
