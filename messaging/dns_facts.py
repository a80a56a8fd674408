"""What mail services want in a domain's DNS, as far as it is the same for everybody.

Only what we are sure of stands here. What a service makes for each account (most DKIM keys) is said
as "as your mail service shows it", and its selector is entered by a person.
"""

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Needs:
    """What one way of sending wants to find."""

    # The domain in "include:…"; "": it proves itself through a return path of its own.
    include: str = ""
    # Whether SPF is asked of the from domain itself, so that a pass is aligned with it.
    uses_from_domain: bool = False
    selectors: tuple[str, ...] = ()  # the same for every account
    # selector -> what its CNAME says, where that is the same for every account
    dkim_targets: tuple[tuple[str, str], ...] = ()
    own_host: str = ""  # a mail server of one's own
    takes_returns: bool = True  # returned mail goes to the service, not to the from address


NEEDS: Final[dict[str, Needs]] = {
    "amazon_ses": Needs(include="amazonses.com"),
    "brevo": Needs(include="spf.brevo.com", selectors=("brevo1", "brevo2", "mail")),
    "mailersend": Needs(include="_spf.mailersend.net", selectors=("mlsend2", "mlsend")),
    "mailgun": Needs(include="mailgun.org", uses_from_domain=True),
    "mailjet": Needs(include="spf.mailjet.com", selectors=("mailjet",)),
    "mailtrap": Needs(),
    "mandrill": Needs(
        include="spf.mandrillapp.com",
        selectors=("mte1", "mte2", "mandrill"),
        dkim_targets=(("mte1", "dkim1.mandrillapp.com"), ("mte2", "dkim2.mandrillapp.com")),
    ),
    "postal": Needs(),
    "postmark": Needs(),
    "resend": Needs(selectors=("resend",)),
    "scaleway": Needs(include="_spf.tem.scaleway.com"),
    "sendgrid": Needs(selectors=("s1", "s2")),
    "sparkpost": Needs(),
    "unisender_go": Needs(),
    "google": Needs(
        include="_spf.google.com", uses_from_domain=True, selectors=("google",), takes_returns=False
    ),
    "microsoft": Needs(
        include="spf.protection.outlook.com",
        uses_from_domain=True,
        selectors=("selector1", "selector2"),
        takes_returns=False,
    ),
}
# A mail server of one's own: it sends with the from address as its return address.
OWN_SERVER: Final = Needs(uses_from_domain=True, takes_returns=False)
# Whose servers they are, where a service is used by SMTP.
HOSTS: Final[dict[str, str]] = {
    "amazonaws.com": "amazon_ses",
    "brevo.com": "brevo",
    "gmail.com": "google",
    "google.com": "google",
    "mailersend.net": "mailersend",
    "mailgun.org": "mailgun",
    "mailjet.com": "mailjet",
    "mailtrap.io": "mailtrap",
    "mandrillapp.com": "mandrill",
    "office365.com": "microsoft",
    "outlook.com": "microsoft",
    "postmarkapp.com": "postmark",
    "resend.com": "resend",
    "scaleway.com": "scaleway",
    "sendgrid.net": "sendgrid",
    "sparkpostmail.com": "sparkpost",
}


def needs_of(*, service: str, host: str) -> Needs:
    """By the service's name, else by whose server it is, else as a server of one's own."""
    if service in NEEDS:
        return NEEDS[service]
    labels = host.lower().rstrip(".").split(".")
    known = NEEDS.get(HOSTS.get(".".join(labels[-2:]), ""))
    return known or replace(OWN_SERVER, own_host=host.lower().rstrip("."))
