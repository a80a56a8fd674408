from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.experiment_metric import ExperimentMetric, check_experiment_metric

T = TypeVar("T", bound="Look")


@_attrs_define
class Look:
    """What was seen of one arm at one look; never changed.

    Attributes:
        number (int):
        at (datetime.datetime):
        metric (ExperimentMetric): * `CLICKED` - A person clicks through to the order status page
            * `OPENED` - A person opens the mail
            * `BOUGHT_AGAIN` - The buyer orders again
            * `REVENUE` - What the buyer spends again
            * `ORDER_VALUE` - The value of those next orders
            * `CONTACTED` - The buyer asks the store for help
        arm (int):
        information (float | None):
        spent_alpha (float | None):
        n (int): Units of the arm and of the control
        estimate (float | None):
        low (float | None):
        high (float | None):
        p (float | None):
        verdict (str):
        method_version (int):
    """

    number: int
    at: datetime.datetime
    metric: ExperimentMetric
    arm: int
    information: float | None
    spent_alpha: float | None
    n: int
    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    verdict: str
    method_version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        at = self.at.isoformat()

        metric: str = self.metric

        arm = self.arm

        information: float | None
        information = self.information

        spent_alpha: float | None
        spent_alpha = self.spent_alpha

        n = self.n

        estimate: float | None
        estimate = self.estimate

        low: float | None
        low = self.low

        high: float | None
        high = self.high

        p: float | None
        p = self.p

        verdict = self.verdict

        method_version = self.method_version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "at": at,
                "metric": metric,
                "arm": arm,
                "information": information,
                "spent_alpha": spent_alpha,
                "n": n,
                "estimate": estimate,
                "low": low,
                "high": high,
                "p": p,
                "verdict": verdict,
                "method_version": method_version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        number = d.pop("number")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        metric = check_experiment_metric(d.pop("metric"))

        arm = d.pop("arm")

        def _parse_information(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        information = _parse_information(d.pop("information"))

        def _parse_spent_alpha(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        spent_alpha = _parse_spent_alpha(d.pop("spent_alpha"))

        n = d.pop("n")

        def _parse_estimate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        estimate = _parse_estimate(d.pop("estimate"))

        def _parse_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low = _parse_low(d.pop("low"))

        def _parse_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high = _parse_high(d.pop("high"))

        def _parse_p(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        p = _parse_p(d.pop("p"))

        verdict = d.pop("verdict")

        method_version = d.pop("method_version")

        _made = cls(
            number=number,
            at=at,
            metric=metric,
            arm=arm,
            information=information,
            spent_alpha=spent_alpha,
            n=n,
            estimate=estimate,
            low=low,
            high=high,
            p=p,
            verdict=verdict,
            method_version=method_version,
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
