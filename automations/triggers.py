"""What sets a rule off: the table of triggers, and of which facts each is made."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from automations.vocabulary import Choices, Parameter, Term, Type
from orders.models import ActivityKind
from shipping.models import AlarmKind, ParcelState

# What rules write themselves sets no rule off, and neither does a sum over many readers.
NO_TRIGGERS: Final = frozenset({"RULE_RAN", "MESSAGE_JUDGED", "CUSTOMER_REDACTED"})
FACTS: Final[Choices] = tuple(
    (kind.value, kind.label) for kind in ActivityKind if kind.value not in NO_TRIGGERS
)
_TROUBLES: Final = (AlarmKind.STALLED, AlarmKind.NOT_SCANNED)
# Alarms about a parcel are states of it, to whoever writes a rule.
PARCEL_STATES: Final[Choices] = (
    *((state.value, state.label) for state in ParcelState if state.value),
    *((kind.value, kind.label) for kind in _TROUBLES),
)
OF_ALARMS: Final = frozenset(kind.value for kind in _TROUBLES)
UTM_FIELDS: Final[Choices] = (
    ("source", _("source")),
    ("medium", _("medium")),
    ("campaign", _("campaign")),
    ("content", _("content")),
    ("term", _("term")),
)
WEEKDAYS: Final[Choices] = (
    ("MONDAY", _("Monday")),
    ("TUESDAY", _("Tuesday")),
    ("WEDNESDAY", _("Wednesday")),
    ("THURSDAY", _("Thursday")),
    ("FRIDAY", _("Friday")),
    ("SATURDAY", _("Saturday")),
    ("SUNDAY", _("Sunday")),
)
_PATTERN: Final = _("A star stands for anything: spring*")

TRIGGERS: Final[Mapping[str, Term]] = {
    term.name: term
    for term in (
        Term(
            name="fact",
            label=_("Something happens"),
            help=_("Anything that an order's timeline tells of."),
            parameters=(Parameter(name="kind", label=_("what"), type=Type.CHOICE, choices=FACTS),),
        ),
        Term(
            name="tag_added",
            label=_("An order gets a tag"),
            help=_("By staff, by Shopify or by another app; never by a rule."),
            parameters=(
                Parameter(name="tag", label=_("tag"), type=Type.PATTERN, least=1, hint=_PATTERN),
            ),
        ),
        Term(
            name="ref",
            label=_("A link brought the buyer"),
            help=_("The order's address carried ?ref=…; once for each order."),
            parameters=(
                Parameter(name="ref", label=_("ref"), type=Type.PATTERN, least=1, hint=_PATTERN),
            ),
        ),
        Term(
            name="utm",
            label=_("A campaign brought the buyer"),
            help=_("The order's address carried utm_…; once for each order."),
            parameters=(
                Parameter(name="field", label=_("which"), type=Type.CHOICE, choices=UTM_FIELDS),
                Parameter(
                    name="value", label=_("value"), type=Type.PATTERN, least=1, hint=_PATTERN
                ),
            ),
        ),
        Term(
            name="parcel",
            label=_("A parcel comes to stand"),
            help=_("What carriers and Shopify say of it, or that it stands still."),
            parameters=(
                Parameter(name="state", label=_("where"), type=Type.CHOICE, choices=PARCEL_STATES),
            ),
        ),
        Term(
            name="promise_at_risk",
            label=_("A promise is at risk"),
            help=_("It must leave soon and has not; once for each promise."),
        ),
        Term(
            name="silence",
            label=_("Nothing happens for days"),
            help=_("An open order of which nothing was heard; once for each silence."),
            parameters=(
                Parameter(name="days", label=_("days"), type=Type.NUMBER, least=1, most=60),
            ),
        ),
        Term(
            name="schedule",
            label=_("At a time"),
            help=_("By the store's clock, for each order that the conditions fit."),
            parameters=(
                Parameter(
                    name="every",
                    label=_("how often"),
                    type=Type.CHOICE,
                    choices=(("DAY", _("each day")), ("WEEK", _("each week"))),
                ),
                Parameter(
                    name="weekday",
                    label=_("on"),
                    type=Type.CHOICE,
                    choices=WEEKDAYS,
                    is_required=False,
                    default="MONDAY",
                ),
                Parameter(name="at", label=_("at"), type=Type.TIME),
                Parameter(
                    name="within",
                    label=_("orders placed in the last (days)"),
                    type=Type.NUMBER,
                    is_required=False,
                    default=30,
                    least=1,
                    most=90,
                ),
            ),
        ),
    )
}
# Found by walking over orders, not in the feed.
BY_SWEEP: Final = frozenset({"promise_at_risk", "silence", "schedule"})
# What each of the others listens to.
KINDS_OF: Final[Mapping[str, frozenset[str]]] = {
    "tag_added": frozenset({ActivityKind.TAGGED.value}),
    "ref": frozenset({ActivityKind.ORDER_PLACED.value, ActivityKind.ORDER_ATTRIBUTED.value}),
    "utm": frozenset({ActivityKind.ORDER_PLACED.value, ActivityKind.ORDER_ATTRIBUTED.value}),
    "parcel": frozenset({ActivityKind.PARCEL_SCANNED.value, ActivityKind.ALARM_RAISED.value}),
}
