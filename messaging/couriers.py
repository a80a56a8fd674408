"""Who carries the messages of an account: one courier for each of its connections."""

from django.conf import settings

from messaging.channels.outcomes import Courier
from messaging.channels.smtp import Account, SmtpCourier
from messaging.models import Sender
from messaging.states import Transport


class NoCourier(Exception):
    """Nothing here carries messages by the account's transport."""


def courier_for(sender: Sender) -> Courier:
    """A courier of the account, not yet connected. Raises NoCourier."""
    if sender.transport == Transport.SMTP:
        account = Account(
            host=sender.host,
            port=sender.port,
            security=sender.security,
            username=sender.username,
            password=sender.password,
            deadline=settings.NOTIFYHUB_SEND_DEADLINE_SECONDS,
        )
        return SmtpCourier(account)
    raise NoCourier(f"Nothing carries messages by {sender.transport}")


def honours_keys(sender: Sender | None) -> bool:
    """Whether the account delivers the same key once, however often it is handed over."""
    return False
