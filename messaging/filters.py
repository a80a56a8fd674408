"""By what a program may filter messages, and orders by what was said about them."""

from uuid import UUID

from rest_framework import serializers

from common.api.filters import Choice, Filters, Id, Number, Rows, Text, Time
from messaging.listing import orders_with_message
from messaging.models.message import MessageQuerySet
from messaging.states import Arrival, Channel, State
from orders.order_filters import OrderFilters
from stores.api_filters import OfStore
from templates_app.data import NotificationKind
from templates_app.experiment_plans import MOST_ARMS
from templates_app.models import Experiment


class OrderByMessageFilters(OrderFilters):
    """The list of orders, which may also be narrowed by what was said about them."""

    message_state = Choice(
        method="spoken_of", choices=State.choices, help_text="At least one message stands so"
    )

    def spoken_of(self, rows: Rows, _column: str, state: str) -> Rows:
        return rows.filter(pk__in=orders_with_message(state=state))


class MessageFilters(Filters):
    """Filters of the list of messages."""

    store = OfStore()
    order = Id(method="about", help_text="Of this order only")
    state = Choice(choices=State.choices)
    arrival = Choice(
        method="arrived",
        choices=Arrival.choices,
        help_text="What became of it after it was handed over",
    )
    kind = Choice(choices=NotificationKind.choices)
    channel = Choice(choices=Channel.choices)
    recipient = Text(method="to", max_length=320, help_text="Exactly")
    experiment = Id(method="in_test", help_text="Those that this test gave an arm")
    arm = Number(
        method="of_arm", min_value=0, max_value=MOST_ARMS, help_text="With `experiment`: by number"
    )
    planned_since = Time("planned_at")
    planned_until = Time("planned_at", "lt", help_text="Not itself")
    sent_since = Time("sent_at")

    def about(self, rows: MessageQuerySet, _column: str, order: UUID) -> MessageQuerySet:
        return rows.to_buyers().filter(order__public_id=order)

    def arrived(self, rows: MessageQuerySet, _column: str, arrival: str) -> MessageQuerySet:
        return rows.that_arrived(arrival)

    def to(self, rows: MessageQuerySet, _column: str, address: str) -> MessageQuerySet:
        return rows.filter(recipient=address.lower())

    def in_test(self, rows: MessageQuerySet, _column: str, test: UUID) -> MessageQuerySet:
        # Told as a number: of a subquery the planner would not know how many messages there are.
        found = Experiment.objects.filter(public_id=test).values_list("pk", flat=True).first()
        return rows.none() if found is None else rows.filter(experiment_id=found)

    def of_arm(self, rows: MessageQuerySet, _column: str, arm: int) -> MessageQuerySet:
        if "experiment" not in self.form.cleaned_data:
            raise serializers.ValidationError({"arm": "Name the `experiment`, too."}, "required")
        return rows.filter(arm=arm)
