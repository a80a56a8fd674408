"""How a tracking domain was found, in words: what it means for links, and what to do."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from stores.models import Store, TrackingDomainState

_WORDS: Final = {
    TrackingDomainState.UNSEEN: _(
        "Nobody has looked at %(domain)s yet. Links use our own address until it is proven."
    ),
    TrackingDomainState.LIVE: _("Links in new mails begin with https://%(domain)s."),
    TrackingDomainState.MISSING: _(
        "The DNS knows no %(domain)s. Add the record below; it may take an hour to be seen."
    ),
    TrackingDomainState.ELSEWHERE: _(
        "Something else answers at %(domain)s. Replace its record by the one below."
    ),
    TrackingDomainState.UNREACHABLE: _(
        "%(domain)s does not answer by https as ours. Check the record, switch off a proxy that "
        "stands before it, and look again in some minutes: a certificate may still be on its way."
    ),
    TrackingDomainState.TAKEN: _(
        "Another agency here uses %(domain)s. Take another name, or write to us."
    ),
}
_LOST: Final = _(
    "It did lead to us: links in mails that left with it are broken until it does again. New mails "
    "take our own address; we look each hour."
)


def words_of(store: Store) -> str:
    """In the active language; "" where no domain is named."""
    if not store.tracking_domain:
        return ""
    state = TrackingDomainState(store.tracking_domain_state)
    words = str(_WORDS[state]) % {"domain": store.tracking_domain}
    return f"{words} {_LOST}" if store.tracking_domain_lost_at else words
