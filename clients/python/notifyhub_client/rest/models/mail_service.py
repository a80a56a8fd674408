from typing import Literal, cast

MailService = Literal[
    "brevo",
    "mailersend",
    "mailgun",
    "mailjet",
    "mailtrap",
    "mandrill",
    "postal",
    "postmark",
    "resend",
    "scaleway",
    "sendgrid",
    "sparkpost",
    "unisender_go",
]


def check_mail_service(value: str) -> MailService:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(MailService, value)
