"""Posts as mail services send them: what their pages document, written by hand."""

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

WHEN = int(time.time()) - 60


@dataclass(slots=True)
class Post:
    """One request, before it is signed."""

    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def in_json(said: Any, **headers: str) -> Post:
    return Post(json.dumps(said).encode(), headers=headers)


# What became of a message, in each service's own words: (kind, our name of it, their name of it).
def postmark(kind: str, ours: str, theirs: str) -> Post:
    about = {"MessageID": theirs, "Metadata": {"notifyhub": ours}, "ServerID": 1}
    said: dict[str, dict[str, Any]] = {
        "delivered": {"RecordType": "Delivery", "Recipient": "kari@example.com"},
        "bounced": {
            "RecordType": "Bounce",
            "Type": "HardBounce",
            "ID": 42,
            "Email": "kari@example.com",
            "Details": "smtp;550 5.1.1 no such user",
        },
        "returned": {
            "RecordType": "Bounce",
            "Type": "SoftBounce",
            "ID": 43,
            "Email": "kari@example.com",
            "Details": "smtp;552 5.2.2 mailbox full",
        },
        "complained": {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": 44},
    }
    return in_json({**about, **said[kind]})


def sendgrid(kind: str, ours: str, theirs: str) -> Post:
    said: dict[str, dict[str, Any]] = {
        "delivered": {"event": "delivered", "response": "250 OK"},
        "bounced": {"event": "bounce", "type": "bounce", "reason": "550 5.1.1 no such user"},
        "returned": {"event": "bounce", "type": "blocked", "reason": "554 5.7.1 refused"},
        "complained": {"event": "spamreport"},
    }
    about = {
        "email": "kari@example.com",
        "timestamp": WHEN,
        "sg_event_id": f"{kind}-{ours}",
        "notifyhub": ours,
        "anymail_id": theirs,
    }
    return in_json([{**about, **said[kind]}])


def mailgun(kind: str, ours: str, theirs: str) -> Post:
    said: dict[str, dict[str, Any]] = {
        "delivered": {"event": "delivered", "delivery-status": {"code": 250, "message": "OK"}},
        "bounced": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "delivery-status": {"code": 550, "message": "5.1.1 no such user"},
        },
        "returned": {
            "event": "failed",
            "severity": "permanent",
            "reason": "generic",
            "delivery-status": {"code": 554, "message": "5.7.1 refused"},
        },
        "complained": {"event": "complained"},
    }
    about = {
        "timestamp": WHEN,
        "recipient": "kari@example.com",
        "message": {"headers": {"message-id": theirs}},
        "user-variables": {"notifyhub": ours},
    }
    return in_json({"event-data": {**about, **said[kind]}})


def resend(kind: str, ours: str, theirs: str) -> Post:
    said: dict[str, tuple[str, dict[str, Any]]] = {
        "delivered": ("email.delivered", {}),
        "bounced": (
            "email.bounced",
            {"bounce": {"message": "sent a hard bounce message", "type": "Permanent"}},
        ),
        "returned": (
            "email.bounced",
            {"bounce": {"message": "sent a bounce message", "type": "Transient"}},
        ),
        "complained": ("email.complained", {}),
    }
    name, more = said[kind]
    when = "2026-11-22T03:00:00Z"
    data = {
        "email_id": theirs,
        "to": ["kari@example.com"],
        "headers": [{"name": "X-Metadata", "value": json.dumps({"notifyhub": ours})}],
        **more,
    }
    return in_json({"type": name, "created_at": when, "data": data})


def mandrill(kind: str, ours: str, theirs: str) -> Post:
    said = {
        "delivered": "delivered",
        "bounced": "hard_bounce",
        "returned": "soft_bounce",
        "complained": "spam",
    }
    diag = "smtp;550 5.1.1 no such user" if kind == "bounced" else "smtp;552 5.2.2 full"
    event = {
        "event": said[kind],
        "_id": theirs,
        "ts": WHEN,
        "msg": {"email": "kari@example.com", "diag": diag, "metadata": {"notifyhub": ours}},
    }
    body = urlencode({"mandrill_events": json.dumps([event])}).encode()
    return Post(body, "application/x-www-form-urlencoded")


def amazon_ses(kind: str, ours: str, theirs: str) -> Post:
    who = {"emailAddress": "kari@example.com", "diagnosticCode": "smtp; 550 5.1.1 no such user"}
    said: dict[str, dict[str, Any]] = {
        "delivered": {
            "eventType": "Delivery",
            "delivery": {"recipients": ["kari@example.com"], "smtpResponse": "250 OK"},
        },
        "bounced": {
            "eventType": "Bounce",
            "bounce": {
                "bounceType": "Permanent",
                "bounceSubType": "General",
                "bouncedRecipients": [who],
            },
        },
        "returned": {
            "eventType": "Bounce",
            "bounce": {
                "bounceType": "Transient",
                "bounceSubType": "MailboxFull",
                "bouncedRecipients": [{"emailAddress": "kari@example.com"}],
            },
        },
        "complained": {
            "eventType": "Complaint",
            "complaint": {"complainedRecipients": [{"emailAddress": "kari@example.com"}]},
        },
    }
    header = {"name": "X-Metadata", "value": json.dumps({"notifyhub": ours})}
    mail = {"messageId": theirs, "destination": ["kari@example.com"], "headers": [header]}
    number = f"{kind}-{ours}"
    told = {
        "Type": "Notification",
        "MessageId": number,
        "Message": json.dumps({**said[kind], "mail": mail}),
    }
    return in_json(
        told, **{"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": number}
    )


def brevo(kind: str, ours: str, theirs: str) -> Post:
    said = {
        "delivered": {"event": "delivered"},
        "bounced": {"event": "hard_bounce", "reason": "550 5.1.1 no such user"},
        "returned": {"event": "soft_bounce", "reason": "452 4.2.2 mailbox full"},
        "complained": {"event": "spam"},
    }
    about = {
        "email": "kari@example.com",
        "message-id": theirs,
        "ts_epoch": WHEN * 1000,
        "X-Mailin-custom": json.dumps({"notifyhub": ours}),
    }
    return in_json({**about, **said[kind]})


def mailjet(kind: str, ours: str, theirs: str) -> Post:
    said: dict[str, dict[str, Any]] = {
        "delivered": {"event": "sent"},
        "bounced": {"event": "bounce", "hard_bounce": True, "error": "user unknown"},
        "returned": {"event": "bounce", "hard_bounce": False, "error": "quota exceeded"},
        "complained": {"event": "spam"},
    }
    about = {
        "email": "kari@example.com",
        "time": WHEN,
        "MessageID": theirs,
        "Payload": json.dumps({"notifyhub": ours}),
    }
    return in_json([{**about, **said[kind]}])


def mailtrap(kind: str, ours: str, theirs: str) -> Post:
    said = {
        "delivered": {"event": "delivery"},
        "bounced": {"event": "bounce", "response": "550 5.1.1 no such user"},
        "returned": {"event": "bounce", "response": "554 5.7.1 refused"},
        "complained": {"event": "spam"},
    }
    about = {
        "message_id": theirs,
        "email": "kari@example.com",
        "timestamp": WHEN,
        "event_id": f"{kind}-{ours}",
        "custom_variables": {"notifyhub": ours},
    }
    return in_json({"events": [{**about, **said[kind]}]})


def mailersend(kind: str, ours: str, theirs: str) -> Post:
    said = {
        "delivered": "delivered",
        "bounced": "hard_bounced",
        "returned": "soft_bounced",
        "complained": "spam_complaint",
    }
    tags = [f"notifyhub-{ours}"]  # it takes no metadata
    email = {"message": {"id": theirs}, "recipient": {"email": "kari@example.com"}, "tags": tags}
    data = {
        "id": f"{kind}-{ours}",
        "type": said[kind],
        "created_at": "2026-11-22T03:00:00Z",
        "email": email,
    }
    return in_json({"type": f"activity.{said[kind]}", "data": data})


def sparkpost(kind: str, ours: str, theirs: str) -> Post:
    said = {
        "delivered": {"type": "delivery"},
        "bounced": {"type": "bounce", "bounce_class": "10", "raw_reason": "550 5.1.1 no such user"},
        "returned": {"type": "bounce", "bounce_class": "22", "raw_reason": "552 5.2.2 full"},
        "complained": {"type": "spam_complaint"},
    }
    about = {
        "event_id": f"{kind}-{ours}",
        "timestamp": str(WHEN),
        "transmission_id": theirs,
        "raw_rcpt_to": "kari@example.com",
        "rcpt_meta": {"notifyhub": ours},
    }
    return in_json([{"msys": {"message_event": {**about, **said[kind]}}}])


def postal(kind: str, ours: str, theirs: str) -> Post:
    tag = f"notifyhub-{ours}"  # it takes no metadata
    message = {"id": theirs, "to": "kari@example.com", "direction": "outgoing", "tag": tag}
    said: dict[str, dict[str, Any]] = {
        "delivered": {"status": "Sent", "message": message},
        "bounced": {
            "bounce": {"id": 1},
            "original_message": message,
            "details": "550 5.1.1 no such user",
        },
        "returned": {"status": "HardFail", "message": message, "output": "554 5.7.1 refused"},
    }
    return in_json({"uuid": f"{kind}-{theirs}", "timestamp": WHEN, "payload": said[kind]})


def unisender_go(kind: str, ours: str, theirs: str) -> Post:
    said = {
        "delivered": ("delivered", "ok_delivered"),
        "bounced": ("hard_bounced", "err_user_unknown"),
        "returned": ("hard_bounced", "err_too_large"),
        "complained": ("spam", ""),
    }
    status, why = said[kind]
    response = {"bounced": "550 5.1.1 no such user", "returned": "552 5.3.4 too large"}
    event = {
        "event_name": "transactional_email_status",
        "event_data": {
            "job_id": theirs,
            "email": "kari@example.com",
            "status": status,
            "event_time": "2026-11-22 03:00:00",
            "metadata": {"notifyhub": ours},
            "delivery_info": {
                "delivery_status": why,
                "destination_response": response.get(kind, ""),
            },
        },
    }
    return in_json({"auth": "AUTH", "events_by_user": [{"events": [event]}]})


SAY = {
    one.__name__: one
    for one in (
        amazon_ses,
        brevo,
        mailersend,
        mailgun,
        mailjet,
        mailtrap,
        mandrill,
        postal,
        postmark,
        resend,
        sendgrid,
        sparkpost,
        unisender_go,
    )
}
