"""Who carries the messages of an account: one courier for each of its connections."""

from django.conf import settings

from messaging.channels.esp import EspCourier, ServiceAccount
from messaging.channels.mail_services import SERVICES, MailService
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
    if sender.transport == Transport.ESP:
        return EspCourier(_service_account(sender))
    raise NoCourier(f"Nothing carries messages by {sender.transport}")


def honours_keys(sender: Sender | None) -> bool:
    """Whether the account delivers the same key once, however often it is handed over."""
    if sender is None or sender.transport != Transport.ESP:
        return False
    service = SERVICES.get(sender.service)
    return bool(service and service.honours_keys)


def _service_account(sender: Sender) -> ServiceAccount:
    return ServiceAccount(
        service=_service_of(sender),
        secret=sender.password,
        options=sender.options,
        deadline=settings.NOTIFYHUB_SEND_DEADLINE_SECONDS,
        api_url=settings.NOTIFYHUB_MAIL_SERVICE_URL,
    )


def _service_of(sender: Sender) -> MailService:
    try:
        return SERVICES[sender.service]
    except KeyError:
        raise NoCourier(f"Nothing here speaks to the mail service {sender.service}") from None
