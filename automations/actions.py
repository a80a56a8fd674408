"""What a rule may do: the table of actions."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from automations.vocabulary import Choices, Parameter, Term, Type
from messaging.states import Mode
from templates_app.catalogue import kind_words
from templates_app.data import NotificationKind as Kind
from templates_app.kind_labels import LABELS

# They are about a basket, a draft or a card that no order names; or for staff.
_NOT_OF_AN_ORDER: Final = frozenset(
    {Kind.ABANDONED_CHECKOUT, Kind.DRAFT_ORDER_INVOICE, Kind.GIFT_CARD, Kind.STAFF_NEW_ORDER}
)
SENDABLE: Final[Choices] = tuple(
    (kind.value, LABELS[kind])
    for kind in Kind
    if kind in LABELS and kind not in _NOT_OF_AN_ORDER and kind_words(kind)
)
MODES: Final[Choices] = (
    (Mode.OFF.value, _("nobody sends it")),
    (Mode.SHOPIFY_SENDS.value, _("Shopify sends it")),
    (Mode.WE_SEND.value, _("we send it")),
)
THEN: Final[Choices] = (
    ("AT_ONCE", _("go on at once")),
    ("OPENING", _("go on when the store next works")),
)

_TAG: Final = Parameter(name="tag", label=_("tag"), type=Type.TAG, least=1)

ACTIONS: Final[Mapping[str, Term]] = {
    term.name: term
    for term in (
        Term(
            name="send",
            label=_("Send a message"),
            help=_("In the store's own words; whom we may not write to gets none."),
            parameters=(
                Parameter(name="kind", label=_("message"), type=Type.CHOICE, choices=SENDABLE),
            ),
        ),
        Term(name="tag_order", label=_("Tag the order"), parameters=(_TAG,)),
        Term(name="untag_order", label=_("Take a tag from the order"), parameters=(_TAG,)),
        Term(name="tag_customer", label=_("Tag the customer"), parameters=(_TAG,)),
        Term(name="untag_customer", label=_("Take a tag from the customer"), parameters=(_TAG,)),
        Term(
            name="note",
            label=_("Write a note"),
            help=_("For colleagues, on the order's timeline."),
            parameters=(
                Parameter(name="text", label=_("note"), type=Type.LONG_TEXT, least=1, most=2_000),
                Parameter(
                    name="is_for_packers",
                    label=_("for packers"),
                    type=Type.FLAG,
                    is_required=False,
                    default=False,
                ),
            ),
        ),
        Term(
            name="wait",
            label=_("Wait"),
            help=_("Then it goes on, unless the order was cancelled or archived meanwhile."),
            parameters=(
                Parameter(
                    name="duration",
                    label=_("how long"),
                    type=Type.DURATION,
                    hint=_("30m, 12h, 5d or 2w"),
                ),
                Parameter(
                    name="then",
                    label=_("then"),
                    type=Type.CHOICE,
                    choices=THEN,
                    is_required=False,
                    default="AT_ONCE",
                ),
                Parameter(
                    name="is_rechecked",
                    label=_("only if its conditions still hold"),
                    type=Type.FLAG,
                    is_required=False,
                    default=False,
                ),
            ),
        ),
        Term(
            name="task",
            label=_("Give staff a task"),
            parameters=(
                Parameter(name="title", label=_("task"), type=Type.TEXT, least=1, most=200),
                Parameter(
                    name="text",
                    label=_("details"),
                    type=Type.LONG_TEXT,
                    is_required=False,
                    default="",
                    most=2_000,
                ),
                Parameter(
                    name="due_in",
                    label=_("to be done within"),
                    type=Type.DURATION,
                    is_required=False,
                    default="",
                ),
            ),
        ),
        Term(
            name="webhook",
            label=_("Tell another program"),
            help=_("A signed POST with the ids of the order and the rule; tried for three days."),
            parameters=(
                Parameter(name="url", label=_("address"), type=Type.URL, least=1, most=2_000),
            ),
        ),
        Term(
            name="set_mode",
            label=_("Change who sends a message of this order"),
            help=_("What has left already stays said."),
            parameters=(
                Parameter(name="kind", label=_("message"), type=Type.CHOICE, choices=SENDABLE),
                Parameter(name="mode", label=_("from now on"), type=Type.CHOICE, choices=MODES),
            ),
        ),
    )
}
