"""What a person agreed to, in Shopify's JSON: one body for e-mail, another for text messages.

States after https://shopify.dev/docs/api/admin-graphql/latest/enums/CustomerEmailMarketingState.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from common.marking import gettext_noop
from intake.parsing.reading import Body, Unparsable, code, email, line_text, mapping, moment

_YES: Final = "SUBSCRIBED"
_NO: Final = frozenset({"UNSUBSCRIBED", "REDACTED"})


@dataclass(frozen=True, slots=True)
class ConsentData:
    """`is_given` None: the person never said, or has yet to confirm."""

    channel: str  # EMAIL or SMS
    address: str
    is_given: bool | None
    level: str  # "SINGLE_OPT_IN", …
    at: datetime | None


def parse_consent(body: Body) -> ConsentData:
    """The body of either topic. Raises Unparsable when it names nobody or says nothing."""
    if "sms_marketing_consent" in body:
        said, channel = mapping(body["sms_marketing_consent"]), "SMS"
        address = line_text(body.get("phone"), 40)
    else:
        said, channel = mapping(body.get("email_marketing_consent")), "EMAIL"
        address = email(body.get("email_address"))
    if not address:
        raise Unparsable(gettext_noop("The consent names nobody"))
    state = code(said.get("state"))
    return ConsentData(
        channel=channel,
        address=address,
        is_given=True if state == _YES else False if state in _NO else None,
        level=code(said.get("opt_in_level")),
        at=moment(said.get("consent_updated_at")),
    )
