"""What a new agency has from its first minute: words that can be sent at once, and a brand."""

from datetime import datetime

from django.db import transaction

from messaging import modes
from stores import signing_up
from stores.models import Agency, Membership
from templates_app import services as templates


@transaction.atomic
def open_agency(*, token: str, now: datetime) -> Membership:
    """Found the agency that this link confirms, with words and a brand. Raises LinkIsOver.

    Wants every store's scope: nobody can see an agency before it is.
    """
    owner = signing_up.confirm_sign_up(token=token, now=now)
    prepare_words(agency=owner.agency, now=now)
    return owner


def prepare_words(*, agency: Agency, now: datetime) -> None:
    """Publish our default words of each kind, so that a first mail can be sent at once."""
    for kind in modes.kinds():
        templates.ensure_default_template(agency=agency, kind=kind, now=now)
