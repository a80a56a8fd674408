"""What a message's state says to a support person: the same words in admin, API and timeline."""

from datetime import datetime, tzinfo
from functools import cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from messaging.models import Message
from messaging.readers import FINAL_AFTER, Reader, reader_of
from messaging.states import Arrival, Channel, Reason, State


@cache
def _in(language: str | None, words: str) -> str:
    return gettext(words)


def _(words: str) -> str:
    """In the active language; each is looked up once, since a list says a few fifty times."""
    return _in(get_language(), words)


# What to look for in a stylesheet: see "States" of the design language.
TONES: dict[str, str] = {
    State.PLANNED: "mute",
    State.CLAIMED: "mute",
    State.TRANSMITTING: "mute",
    State.SENT: "mute",
    State.FAILED: "bad",
    State.UNKNOWN: "unknown",
    State.HELD: "held",
    State.NOT_SENT: "mute",
}

ARRIVAL_TONES: dict[Arrival, str] = {
    Arrival.DELIVERED: "good",
    Arrival.OPENED: "good",
    Arrival.CLICKED: "good",
    Arrival.BY_MACHINE: "mute",
    Arrival.DELAYED: "warn",
    Arrival.BOUNCED: "bad",
    Arrival.COMPLAINED: "bad",
}

# That somebody opened it or followed a link; seen_in_words says who.
SEEN = frozenset({Arrival.CLICKED, Arrival.OPENED, Arrival.BY_MACHINE})


def sentence(message: Message, *, zone: tzinfo | None = None) -> str:
    """State and reason in one sentence, in the active language; times in the given zone."""
    match message.state:
        case State.PLANNED:
            return _waiting(message, zone)
        case State.CLAIMED | State.TRANSMITTING:
            return _("Being sent")
        case State.SENT:
            return _handed_over(message, zone)
        case State.UNKNOWN:
            return _("May have been sent: %(reason)s") % {"reason": reason_in_words(message)}
        case State.HELD:
            return _("Held, waits for a person: %(reason)s") % {"reason": reason_in_words(message)}
        case State.FAILED:
            return _("Could not be sent: %(reason)s") % {"reason": reason_in_words(message)}
    return _("Not sent because %(reason)s") % {"reason": reason_in_words(message)}


def tone(message: Message) -> str:
    """mute, good, warn, bad, held or unknown: how the state looks."""
    arrival = arrival_of(message)
    if arrival:
        return ARRIVAL_TONES[arrival]
    if message.state == State.PLANNED and message.reason:
        return "warn"
    return TONES.get(message.state, "mute")


def arrival_of(message: Message) -> Arrival | None:
    """What became of it after it was handed over: what weighs most; None while nobody told.

    A buyer who opens a mail has it, whatever its server said of delays; a machine that opens it
    says no more than that it arrived.
    """
    if message.state != State.SENT:
        return None
    opener, clicker = opener_of(message), clicker_of(message)
    found = (
        (message.complained_at, Arrival.COMPLAINED),
        (message.bounced_at, Arrival.BOUNCED),
        (clicker not in (None, Reader.MACHINE), Arrival.CLICKED),
        (opener not in (None, Reader.MACHINE), Arrival.OPENED),
        (Reader.MACHINE in (clicker, opener), Arrival.BY_MACHINE),
        (message.delivered_at, Arrival.DELIVERED),
        (message.reason, Arrival.DELAYED),
    )
    return next((arrival for is_so, arrival in found if is_so), None)


def opener_of(message: Message) -> Reader | None:
    """Who opened it, as far as that is known."""
    if message.first_opened_at is None and message.opened_by_person_at is None:
        return None
    return reader_of(
        message.first_opened_at,
        message.opened_by_person_at,
        message.opened_by_machine_at,
        timezone.now(),
    )


def clicker_of(message: Message) -> Reader | None:
    """Who followed a link of it, as far as that is known."""
    if message.first_clicked_at is None and message.clicked_by_person_at is None:
        return None
    return reader_of(
        message.first_clicked_at,
        message.clicked_by_person_at,
        message.clicked_by_machine_at,
        timezone.now(),
    )


def seen_in_words(message: Message, *, zone: tzinfo | None = None) -> str:
    """Who opened it or followed a link, of all that is known what weighs most; "" if nobody."""
    opener, clicker = opener_of(message), clicker_of(message)
    if clicker not in (None, Reader.MACHINE):
        return clicked_in_words(clicker, message.first_clicked_at, zone=zone)
    if opener not in (None, Reader.MACHINE):
        return opened_in_words(opener, message.first_opened_at, zone=zone)
    if clicker:
        return clicked_in_words(clicker, message.first_clicked_at, zone=zone)
    return opened_in_words(opener, message.first_opened_at, zone=zone)


def opened_in_words(
    reader: Reader | None, at: datetime | None, *, zone: tzinfo | None = None
) -> str:
    match reader:
        case Reader.PERSON:
            return _("Opened by a person")
        case Reader.MACHINE:
            return _("Opened by a machine, not counted")
        case Reader.UNDECIDED:
            return _("Opened; by whom is known at %(time)s") % {"time": _known_at(at, zone)}
        case Reader.SOMEBODY:
            return _("Opened")
    return ""


def clicked_in_words(
    reader: Reader | None, at: datetime | None, *, zone: tzinfo | None = None
) -> str:
    match reader:
        case Reader.PERSON:
            return _("A link was followed by a person")
        case Reader.MACHINE:
            return _("A link was followed by a machine, not counted")
        case Reader.UNDECIDED:
            words = _("A link was followed; by whom is known at %(time)s")
            return words % {"time": _known_at(at, zone)}
        case Reader.SOMEBODY:
            return _("A link in it was followed")
    return ""


def _known_at(at: datetime | None, zone: tzinfo | None) -> str:
    return _clock(at + FINAL_AFTER, zone) if at else ""


def reason_in_words(message: Message) -> str:
    """The reason, in words; "" if there is none."""
    try:
        return str(Reason(message.reason).label)
    except ValueError:
        return message.reason


def ways_passed_over(message: Message) -> list[tuple[str, str]]:
    """Channels that could not reach the buyer before this one, each with its reason, in words."""
    reasons, channels = dict(Reason.choices), dict(Channel.choices)
    return [
        (str(channels.get(channel, channel)), str(reasons.get(reason, reason)))
        for channel, reason in message.passed_over
    ]


def servers_words(message: Message) -> str:
    """The mail server's own line, for who wants to know exactly."""
    return message.detail


def what_to_do(message: Message) -> str:
    """The next step for a person; "" where none is needed."""
    if arrival_of(message) == Arrival.COMPLAINED:
        return _("Do not write to this person again, but to answer them.")
    steps: dict[tuple[State, Reason | None], str] = {
        (State.FAILED, Reason.NO_SUCH_ADDRESS): _("Correct the address and send it again."),
        (State.SENT, Reason.NO_SUCH_ADDRESS): _("Correct the address and send it again."),
        (State.SENT, Reason.REFUSED): _("Read the server's words, then send it again."),
        (State.FAILED, Reason.REFUSED): _("Read the server's words, then send it again."),
        (State.FAILED, Reason.WORDS_BROKEN): _("Mend the template, then send it again."),
        (State.FAILED, Reason.CRASHED): _("Open the template, then send it again."),
        (State.FAILED, Reason.EXPIRED): _("Mend the sender, then send it again."),
        (State.HELD, Reason.NO_WORDS): _("Publish a template, then release it."),
        (State.HELD, Reason.STORE_PAUSED): _("Let the store send again, then release it."),
        (State.HELD, Reason.BACKFILL): _("Release it, or leave it."),
        (State.HELD, Reason.TOO_OLD): _("Release it, or leave it."),
        (State.HELD, Reason.TOO_LATE): _("Release it, or leave it."),
        (State.NOT_SENT, Reason.NO_ADDRESS): _("Send it to an address."),
        (State.NOT_SENT, Reason.BAD_ADDRESS): _("Correct the address and send it."),
        (State.PLANNED, Reason.LOGIN_REFUSED): _("Repair the sender's log-in. None is lost."),
    }
    return steps.get((State(message.state), _reason(message)), "")


def _reason(message: Message) -> Reason | None:
    return Reason(message.reason) if message.reason in Reason.values else None


def _waiting(message: Message, zone: tzinfo | None) -> str:
    when = _clock(message.run_after, zone)
    if message.reason:
        words = {"reason": reason_in_words(message), "time": when}
        return _("Delayed: %(reason)s, again at %(time)s") % words
    if message.repeated_at:
        return _("Goes once more: nobody could say whether it had arrived")
    return _("Waits to be sent, %(time)s") % {"time": when}


def _handed_over(message: Message, zone: tzinfo | None) -> str:
    arrival = arrival_of(message)
    if arrival in (Arrival.COMPLAINED, Arrival.BOUNCED):
        return _went_wrong(message, arrival)
    if message.repeated_at:
        return _("Handed over once more; it may have arrived twice")
    if arrival in SEEN:
        return seen_in_words(message, zone=zone)
    if arrival == Arrival.DELIVERED and message.delivered_at:
        return _("Delivered, %(time)s") % {"time": _clock(message.delivered_at, zone)}
    if arrival == Arrival.DELAYED:
        why = {"reason": reason_in_words(message)}
        return _("Delayed: %(reason)s; the mail service keeps trying") % why
    when = _clock(message.sent_at, zone) if message.sent_at else ""
    return _("Handed over, %(time)s") % {"time": when}


def _went_wrong(message: Message, arrival: Arrival) -> str:
    if arrival == Arrival.COMPLAINED:
        return _("Marked as spam")
    return _("Came back: %(reason)s") % {"reason": reason_in_words(message)}


def _clock(moment: datetime, zone: tzinfo | None) -> str:
    """The hour; with its day when that is not today."""
    local = timezone.localtime(moment, zone)
    if local.date() == timezone.localtime(timezone.now(), zone).date():
        return f"{local:%H:%M}"
    return date_format(local, pgettext("date pattern", "j M H:i"))
