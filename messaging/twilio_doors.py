"""Where a text message service calls us: POST /t/sms/<sender> and /t/sms/<sender>/<message>.

# Note [Who calls]
Twilio signs the address it calls and the fields it sends with the account's token (HMAC-SHA1, its
X-Twilio-Signature). The address is the one we gave it, so it is taken from NOTIFYHUB_BASE_URL and
never from the request, whose host a proxy or a stranger may have chosen. An unknown sender and a
wrong signature answer alike.
"""

import base64
import hashlib
import hmac
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from messaging import answering
from messaging.models import Sender
from messaging.states import Channel, Transport
from stores.scope import every_store, store_scope

BODY_LIMIT: Final = 64 * 1024
_NO_ANSWER: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@csrf_exempt
@require_POST
def receive_answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A buyer answered a text. We heed STOP and START, and say nothing: the network confirms."""
    sender = _caller(request, public_id)
    if sender is None:
        return HttpResponse(status=403)
    form = request.POST
    with store_scope(sender.store_id):
        answering.record_answer(
            sender=sender,
            number=form.get("From", "")[:40],
            text=form.get("Body", "")[:1600],
            now=timezone.now(),
        )
    return HttpResponse(_NO_ANSWER, content_type="text/xml; charset=utf-8")


@csrf_exempt
@require_POST
def receive_fate(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """What became of a text. 204 also for what we do not keep: it would be told again."""
    sender = _caller(request, public_id)
    if sender is None:
        return HttpResponse(status=403)
    form = request.POST
    code = form.get("ErrorCode", "")[:10]
    with store_scope(sender.store_id):
        answering.record_fate(
            sender=sender,
            key=key,
            status=(form.get("MessageStatus") or form.get("SmsStatus") or "").lower()[:20],
            code=code,
            line=" ".join(f"{code} {form.get('MessageStatus', '')}".split())[:60],
            now=timezone.now(),
        )
    return HttpResponse(status=204)


def signature_of(*, url: str, form: dict[str, str], token: str) -> str:
    """As Twilio makes it: the address, then each field's name and value by name."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()


def _caller(request: HttpRequest, public_id: UUID) -> Sender | None:
    """The account in the address, if the call is its own. See Note [Who calls]."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > BODY_LIMIT:
        return None
    with every_store(because="the address names an account, and so the store"):
        senders = Sender.objects.filter(channel=Channel.SMS, transport=Transport.SMS)
        sender = senders.select_related("store").filter(public_id=public_id).first()
    token = sender.password if sender else ""
    form = {name: request.POST.get(name, "") for name in request.POST}
    url = f"{settings.NOTIFYHUB_BASE_URL}{request.get_full_path()}"
    given = request.headers.get("X-Twilio-Signature", "")
    wanted = signature_of(url=url, form=form, token=token)
    is_genuine = hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
    return sender if is_genuine and token else None
