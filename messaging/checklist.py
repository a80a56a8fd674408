"""What a store still lacks before its buyers hear of their orders from here, once and well."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from messaging import domains, guarding, queries
from messaging.dns_findings import Verdict
from messaging.guarding import Guarded
from messaging.models import DomainCheck, Message, Sender
from messaging.states import Native, State, Transport
from orders.models import Order
from stores.models import Store
from templates_app import queries as templates


class Step(TextChoices):
    """In the order in which they are best taken."""

    ORDERS = "ORDERS", _("Shopify tells us of orders")
    WORDS = "WORDS", _("The order confirmation is published")
    SENDER = "SENDER", _("A sender works")
    DOMAIN = "DOMAIN", _("The sender's domain is in order")
    NATIVE = "NATIVE", _("Shopify's own mails do not go out beside ours")
    SENT = "SENT", _("A first message was handed over")


WHY: Final[dict[Step, Any]] = {
    Step.ORDERS: _(
        "None has come in yet. Enter our address at Shopify's webhooks, then place a test order."
    ),
    Step.WORDS: _("Without published words nothing is sent. Open the template, look, publish."),
    Step.SENDER: _("Without a sender mail is kept in the inbox here, and nothing leaves."),
    Step.DOMAIN: _("Mail of a domain that does not vouch for its sender lands in spam."),
    Step.NATIVE: _(
        "Look at Shopify › Settings › Notifications, and say of each kind what goes out there. "
        "The order confirmation cannot be switched off below Plus: make it a short thank-you."
    ),
    Step.SENT: _("Release or plan one, and read it as the buyer does."),
}


@dataclass(frozen=True, slots=True)
class Line:
    step: Step
    is_done: bool

    @property
    def why(self) -> str:
        """What to do, where it is not done."""
        return "" if self.is_done else str(WHY[self.step])


@dataclass(frozen=True, slots=True)
class Checklist:
    """A store's steps, and the kinds that Shopify may send too."""

    lines: list[Line]
    kinds: list[Guarded]

    @property
    def done_count(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def is_done(self) -> bool:
        return self.done_count == len(self.lines)


def checklist_of(store: Store) -> Checklist:
    """Read from the rows as they stand. At most eight queries, each by an index."""
    kinds = guarding.guarded([store])
    sender = queries.sender_of(store.pk)
    done = {
        Step.ORDERS: Order.objects.filter(store=store).exists(),
        Step.WORDS: any(
            kind == "ORDER_CONFIRMATION" for kind in templates.kinds_published(store=store)
        ),
        Step.SENDER: _works(sender),
        Step.DOMAIN: _is_in_order(sender),
        Step.NATIVE: all(one.native != Native.UNKNOWN and one.clash is None for one in kinds),
        Step.SENT: Message.objects.to_buyers().filter(store=store, state=State.SENT).exists(),
    }
    return Checklist([Line(step, done[step]) for step in Step], kinds)


def _works(sender: Sender | None) -> bool:
    return bool(sender and sender.transport != Transport.CAPTURE and not sender.trouble)


def _is_in_order(sender: Sender | None) -> bool:
    if sender is None or not domains.domain_of(sender):
        return False
    latest = DomainCheck.objects.current().filter(sender=sender).first()
    return latest is not None and latest.verdict in (Verdict.GOOD, Verdict.LOOK)
