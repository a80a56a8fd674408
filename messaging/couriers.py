"""Who carries the messages of an account: one courier for each of its connections."""

from django.conf import settings

from messaging.channels.esp import EspCourier, ServiceAccount
from messaging.channels.mail_services import SERVICES, MailService, problems
from messaging.channels.outcomes import Courier
from messaging.channels.push import PushAccount, PushCourier
from messaging.channels.sms import SmsAccount, SmsCourier
from messaging.channels.smtp import Account, SmtpOpener
from messaging.models import Sender
from messaging.states import Transport


class NoCourier(Exception):
    """Nothing here carries messages by the account's transport."""


def courier_for(sender: Sender) -> Courier | SmtpOpener:
    """A courier of the account, not yet connected; for a mail server, who opens connections to it.

    Raises NoCourier.
    """
    if sender.transport == Transport.SMTP:
        account = Account(
            host=sender.host,
            port=sender.port,
            security=sender.security,
            username=sender.username,
            password=sender.password,
            deadline=settings.NOTIFYHUB_SEND_DEADLINE_SECONDS,
            may_be_private=may_be_private(sender.host, sender.port),
        )
        return SmtpOpener(account)
    if sender.transport == Transport.ESP:
        return EspCourier(_service_account(sender))
    if sender.transport == Transport.SMS:
        return SmsCourier(_sms_account(sender))
    if sender.transport == Transport.PUSH:
        return PushCourier(_push_account())
    raise NoCourier(f"Nothing carries messages by {sender.transport}")


def may_be_private(host: str, port: int) -> bool:
    """Whether an account's mail server may stand in our own network: as its operator alone says."""
    named = settings.NOTIFYHUB_PRIVATE_MAIL_SERVERS
    return settings.NOTIFYHUB_PRIVATE_SERVICES or f"{host.lower()}:{port}" in named


def honours_keys(sender: Sender | None) -> bool:
    """Whether the account delivers the same key once, however often it is handed over."""
    if sender is None:
        return False
    service = SERVICES.get(sender.service) if sender.transport == Transport.ESP else None
    return sender.transport == Transport.PUSH or bool(service and service.honours_keys)


def base_url_of_texts(host: str) -> str:
    """Where an account's service for text messages is called: encrypted, but where it is tried."""
    host = host.strip().rstrip("/")
    is_lax: bool = settings.NOTIFYHUB_PRIVATE_SERVICES
    has_scheme = host.startswith("https://") or (is_lax and host.startswith("http://"))
    return host if has_scheme else f"https://{host.rpartition('://')[2]}"


def _sms_account(sender: Sender) -> SmsAccount:
    return SmsAccount(
        base_url=base_url_of_texts(sender.host),
        username=sender.username,
        token=sender.password,
        sender=sender.from_phone,
        deadline=settings.NOTIFYHUB_SEND_DEADLINE_SECONDS,
        callback_url=f"{settings.NOTIFYHUB_BASE_URL}/t/sms/{sender.public_id}/{{key}}",
        may_be_private=settings.NOTIFYHUB_PRIVATE_SERVICES,
    )


def _push_account() -> PushAccount:
    key: str = settings.NOTIFYHUB_VAPID_PRIVATE_KEY
    if not key:
        raise NoCourier("This installation has no key for notices")
    return PushAccount(
        private_key=key,
        contact=settings.NOTIFYHUB_VAPID_CONTACT,
        hosts=tuple(settings.NOTIFYHUB_PUSH_HOSTS),
        deadline=settings.NOTIFYHUB_SEND_DEADLINE_SECONDS,
        may_be_private=settings.NOTIFYHUB_PRIVATE_SERVICES,
    )


def _service_account(sender: Sender) -> ServiceAccount:
    service = _service_of(sender)
    if lacking := problems(service, sender.options):
        raise NoCourier(f"{service.label} wants to know: {', '.join(lacking)}")
    return ServiceAccount(
        service=service,
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
