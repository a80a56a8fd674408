"""By what a program may filter the list of orders."""

from typing import Any, Final

from common.api.filters import Choice, Filters, Number, Pattern, Text, Time
from orders.channels import SalesChannel
from orders.foreign import number_of
from orders.models import OrderQuerySet
from orders.queries import matching
from orders.stages import Stage, Step
from stores.api_filters import OfStore

_ARCHIVED: Final[dict[str, bool | None]] = {"no": False, "yes": True, "any": None}
ARCHIVED: Final = list(_ARCHIVED)
# Who looks for an order, or for what changed, means archived ones too.
FINDING: Final = ("q", "email", "name", "number", "shopify_id", "external_id", "updated_since")
LARGEST: Final = 2**63 - 1


class OrderFilters(Filters):
    """Filters of the list of orders."""

    store = OfStore()
    q = Text(
        method="matching",
        max_length=320,
        help_text="A number (`1001`, `#1001`, `A-1001`), an e-mail, or how a buyer's name begins",
    )
    email = Text(method="to", max_length=320, help_text="Exactly; case does not matter")
    name = Text(max_length=64, help_text="Exactly, such as `#1001`")
    number = Number(min_value=0, max_value=LARGEST, help_text="Such as `1001`")
    shopify_id = Pattern(regex=r"^[0-9]{1,19}\Z", help_text="Its number, as `shopify_id` says it")
    external_id = Text(
        method="known_elsewhere", max_length=128, help_text="As the system that took it calls it"
    )
    tag = Text(method="tagged", max_length=255)
    locale = Text(max_length=35, help_text="Exactly as the order says it, such as `nb-NO`")
    ref = Text(
        "landing_site_ref",
        max_length=255,
        help_text="By which link the buyer came: `ref` of the address where they landed",
    )
    sales_channel = Choice(choices=SalesChannel.choices, help_text="Where the buyer bought")
    financial_state = Text(method="in_capitals", max_length=40)
    fulfilment_state = Text(method="in_capitals", max_length=40)
    stage = Choice(
        method="standing",
        choices=[*Stage.choices, *Step.choices],
        help_text="A stage, or a step",
    )
    archived = Choice(
        method="archived_or_not",
        choices=ARCHIVED,
        help_text="`no`, unless you look for an order or for what changed (`updated_since`)",
    )
    placed_since = Time("placed_at")
    placed_until = Time("placed_at", "lt", help_text="Not itself")
    updated_since = Time(
        "changed_at", help_text="Changed in the shop since; what was done here: the timeline"
    )

    def filter_queryset(self, rows: Any) -> Any:
        said = self.form.cleaned_data
        is_for_all = said.get("archived") or any(name in said for name in FINDING)
        rows = rows if is_for_all else rows.filter(archived_at=None)
        return super().filter_queryset(rows)

    def matching(self, rows: OrderQuerySet, _column: str, text: str) -> OrderQuerySet:
        return matching(rows, text) if text.strip() else rows

    def to(self, rows: OrderQuerySet, _column: str, address: str) -> OrderQuerySet:
        return rows.filter(email=address.lower())

    def known_elsewhere(self, rows: OrderQuerySet, column: str, named: str) -> OrderQuerySet:
        # By the index of its number: see Note [Numbers for what Shopify does not know].
        return rows.filter(shopify_id=number_of(named), external_id=named)

    def tagged(self, rows: OrderQuerySet, _column: str, tag: str) -> OrderQuerySet:
        return rows.with_tag(tag)

    def in_capitals(self, rows: OrderQuerySet, column: str, state: str) -> OrderQuerySet:
        return rows.filter(**{column: state.upper()})

    def standing(self, rows: OrderQuerySet, _column: str, code: str) -> OrderQuerySet:
        return rows.at_stage(code)

    def archived_or_not(self, rows: OrderQuerySet, _column: str, said: str) -> OrderQuerySet:
        is_archived = _ARCHIVED[said]
        return rows if is_archived is None else rows.filter(archived_at__isnull=not is_archived)
