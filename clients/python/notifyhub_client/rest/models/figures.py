from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.figures_counts import FiguresCounts
    from ..models.figures_rates import FiguresRates
    from ..models.sum_ import Sum


T = TypeVar("T", bound="Figures")


@_attrs_define
class Figures:
    """Sums over the days asked for. A rate is null where nothing could be measured.

    Attributes:
        counts (FiguresCounts): By name: planned, sent, tracked, delivered, opened, clicked, opened_by_people,
            opened_by_machines, clicked_by_people, clicked_by_machines, bounced, complained, unsubscribed, failed, unknown,
            held, not_sent, units, returned
        rates (FiguresRates): 0 to 1. Opens and clicks: of messages whose opens and clicks may be seen (`tracked`); else
            of those handed over. By name: delivered, bounced, opened_by_people, opened_by_machines, clicked_by_people,
            clicked_by_machines
        credited (list[Sum]): Orders credited to messages: the last click of a person
        sold (list[Sum]): All orders; empty where they are of no such group
    """

    counts: FiguresCounts
    rates: FiguresRates
    credited: list[Sum]
    sold: list[Sum]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        counts = self.counts.to_dict()

        rates = self.rates.to_dict()

        credited = []
        for credited_item_data in self.credited:
            credited_item = credited_item_data.to_dict()
            credited.append(credited_item)

        sold = []
        for sold_item_data in self.sold:
            sold_item = sold_item_data.to_dict()
            sold.append(sold_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "counts": counts,
                "rates": rates,
                "credited": credited,
                "sold": sold,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.figures_counts import FiguresCounts  # noqa: PLC0415
        from ..models.figures_rates import FiguresRates  # noqa: PLC0415
        from ..models.sum_ import Sum  # noqa: PLC0415

        d = dict(src_dict)
        counts = FiguresCounts.from_dict(d.pop("counts"))

        rates = FiguresRates.from_dict(d.pop("rates"))

        credited = []
        _credited = d.pop("credited")
        for credited_item_data in _credited:
            credited_item = Sum.from_dict(credited_item_data)

            credited.append(credited_item)

        sold = []
        _sold = d.pop("sold")
        for sold_item_data in _sold:
            sold_item = Sum.from_dict(sold_item_data)

            sold.append(sold_item)

        _made = cls(
            counts=counts,
            rates=rates,
            credited=credited,
            sold=sold,
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
