from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.experiment_metric import ExperimentMetric, check_experiment_metric

if TYPE_CHECKING:
    from ..models.balance import Balance
    from ..models.comparison import Comparison
    from ..models.harm import Harm
    from ..models.look_ahead import LookAhead
    from ..models.result_arm import ResultArm
    from ..models.verdict import Verdict


T = TypeVar("T", bound="Results")


@_attrs_define
class Results:
    """How a test stands now.

    Attributes:
        metric (ExperimentMetric): * `CLICKED` - A person clicks through to the order status page
            * `OPENED` - A person opens the mail
            * `BOUGHT_AGAIN` - The buyer orders again
            * `REVENUE` - What the buyer spends again
            * `ORDER_VALUE` - The value of those next orders
            * `CONTACTED` - The buyer asks the store for help
        at (datetime.datetime):
        days (int): Full days since the start
        currency (str): Empty: several
        verdict (None | Verdict): Null: nobody was given an arm yet
        arms (list[ResultArm]):
        comparisons (list[Comparison]):
        balance (Balance | None):
        guardrails (list[Harm]):
        looks_ahead (list[LookAhead]):
        units_per_day (float):
        segments (Any): Exploratory, as the statistics tell them
    """

    metric: ExperimentMetric
    at: datetime.datetime
    days: int
    currency: str
    verdict: None | Verdict
    arms: list[ResultArm]
    comparisons: list[Comparison]
    balance: Balance | None
    guardrails: list[Harm]
    looks_ahead: list[LookAhead]
    units_per_day: float
    segments: Any
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.balance import Balance  # noqa: PLC0415
        from ..models.verdict import Verdict  # noqa: PLC0415

        metric: str = self.metric

        at = self.at.isoformat()

        days = self.days

        currency = self.currency

        verdict: dict[str, Any] | None
        if isinstance(self.verdict, Verdict):
            verdict = self.verdict.to_dict()
        else:
            verdict = self.verdict

        arms = []
        for arms_item_data in self.arms:
            arms_item = arms_item_data.to_dict()
            arms.append(arms_item)

        comparisons = []
        for comparisons_item_data in self.comparisons:
            comparisons_item = comparisons_item_data.to_dict()
            comparisons.append(comparisons_item)

        balance: dict[str, Any] | None
        if isinstance(self.balance, Balance):
            balance = self.balance.to_dict()
        else:
            balance = self.balance

        guardrails = []
        for guardrails_item_data in self.guardrails:
            guardrails_item = guardrails_item_data.to_dict()
            guardrails.append(guardrails_item)

        looks_ahead = []
        for looks_ahead_item_data in self.looks_ahead:
            looks_ahead_item = looks_ahead_item_data.to_dict()
            looks_ahead.append(looks_ahead_item)

        units_per_day = self.units_per_day

        segments = self.segments

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "metric": metric,
                "at": at,
                "days": days,
                "currency": currency,
                "verdict": verdict,
                "arms": arms,
                "comparisons": comparisons,
                "balance": balance,
                "guardrails": guardrails,
                "looks_ahead": looks_ahead,
                "units_per_day": units_per_day,
                "segments": segments,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.balance import Balance  # noqa: PLC0415
        from ..models.comparison import Comparison  # noqa: PLC0415
        from ..models.harm import Harm  # noqa: PLC0415
        from ..models.look_ahead import LookAhead  # noqa: PLC0415
        from ..models.result_arm import ResultArm  # noqa: PLC0415
        from ..models.verdict import Verdict  # noqa: PLC0415

        d = dict(src_dict)
        metric = check_experiment_metric(d.pop("metric"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        days = d.pop("days")

        currency = d.pop("currency")

        def _parse_verdict(data: object) -> None | Verdict:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                verdict_type_0 = Verdict.from_dict(data)

                return verdict_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Verdict, data)

        verdict = _parse_verdict(d.pop("verdict"))

        arms = []
        _arms = d.pop("arms")
        for arms_item_data in _arms:
            arms_item = ResultArm.from_dict(arms_item_data)

            arms.append(arms_item)

        comparisons = []
        _comparisons = d.pop("comparisons")
        for comparisons_item_data in _comparisons:
            comparisons_item = Comparison.from_dict(comparisons_item_data)

            comparisons.append(comparisons_item)

        def _parse_balance(data: object) -> Balance | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                balance_type_0 = Balance.from_dict(data)

                return balance_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Balance | None, data)

        balance = _parse_balance(d.pop("balance"))

        guardrails = []
        _guardrails = d.pop("guardrails")
        for guardrails_item_data in _guardrails:
            guardrails_item = Harm.from_dict(guardrails_item_data)

            guardrails.append(guardrails_item)

        looks_ahead = []
        _looks_ahead = d.pop("looks_ahead")
        for looks_ahead_item_data in _looks_ahead:
            looks_ahead_item = LookAhead.from_dict(looks_ahead_item_data)

            looks_ahead.append(looks_ahead_item)

        units_per_day = d.pop("units_per_day")

        segments = d.pop("segments")

        _made = cls(
            metric=metric,
            at=at,
            days=days,
            currency=currency,
            verdict=verdict,
            arms=arms,
            comparisons=comparisons,
            balance=balance,
            guardrails=guardrails,
            looks_ahead=looks_ahead,
            units_per_day=units_per_day,
            segments=segments,
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
