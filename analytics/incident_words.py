"""An incident in a sentence, and what to do about it: the same in mails, pages and the API."""

from django.utils import formats
from django.utils.translation import gettext as _

from analytics.models import Incident, Measure


def whose(incident: Incident) -> str:
    """Of which store, sender or domain. The incident has its store and sender at hand."""
    if incident.sender and incident.store:
        names = {"store": incident.store.name, "sender": str(incident.sender)}
        return _("%(store)s, sent by %(sender)s") % names
    if incident.store:
        return str(incident.store.name)
    return _("Mail to %(domain)s, of several stores") % {"domain": incident.domain}


def sentence(incident: Incident) -> str:
    """What happened, with its figures and what is usual."""
    words = {
        Measure.BOUNCES: _(
            "%(whose)s: %(troubled)s of %(tried)s messages came back; usual is up to %(usual)s %%."
        ),
        Measure.FAILURES: _(
            "%(whose)s: %(troubled)s of %(tried)s messages could not be sent; usual is up to "
            "%(usual)s %%."
        ),
        Measure.COMPLAINTS: _(
            "%(whose)s: %(troubled)s of %(tried)s messages were marked as spam; usual is up to "
            "%(usual)s %%."
        ),
    }[Measure(incident.measure)]
    return words % {
        "whose": whose(incident),
        "troubled": formats.number_format(incident.troubled_count),
        "tried": formats.number_format(incident.tried_count),
        "usual": formats.number_format(f"{100 * incident.usual_rate:.2g}"),
    }


def what_to_do(incident: Incident) -> str:
    """The next step, for this measure and this kind of cause."""
    if incident.domain:
        return _(
            "Read the server's words on a message that came back: a mailbox service that refuses "
            "all of us wants the sender's domain set right (SPF, DKIM, DMARC), or is down."
        )
    return {
        Measure.BOUNCES: _(
            "Look at the wrong addresses. Many alike point to a form that takes anything, or to "
            "an old list; many different ones to a sender that is refused."
        ),
        Measure.FAILURES: _("Look at what could not be sent: its reason names what to repair."),
        Measure.COMPLAINTS: _(
            "Stop marketing from this store until you know which mail people marked as spam."
        ),
    }[Measure(incident.measure)]
