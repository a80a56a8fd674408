"""Connecting a shop by our app: somebody goes to Shopify, says yes there, and comes back.

# Note [Who may come back]
The way back is an address that anybody could open, or be led to. So it counts only if Shopify
signed it, lately, for the shop it names; and if it brings a state that this agency got for that
very shop, in this browser, within the last half hour, and not yet used. The state's row is taken by
one conditional update before the code is shown to Shopify. A process that dies between
Shopify's answer and our commit has spent code and state: who connects once more gets others at
once, as Shopify asks nobody twice, and one store comes of it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from common.killpoint import killpoint
from stores import binding, scopes
from stores.access import Actor
from stores.models import Installation, Store
from stores.shopify import app, granting
from stores.shopify.errors import Away, Refused

STATE_LIVES: Final = timedelta(minutes=30)
FRESH: Final = timedelta(minutes=10)  # an address that Shopify signed longer ago is old
AHEAD: Final = timedelta(minutes=1)  # of our clock Shopify's may be
KEPT_FOR: Final = timedelta(days=30)


class NoApp(DomainError):
    """This installation has no app at Shopify, or Shopify does not know it."""

    code = "no-shopify-app"


class NoShop(DomainError):
    """It is no shop's name."""

    code = "no-shop"


class NotFromShopify(DomainError):
    """Shopify did not sign it, or not lately."""

    code = "not-from-shopify"


class InstallIsOver(DomainError):
    """The state is unknown, used, expired, or another's."""

    code = "install-is-over"


class ShopSaidNo(DomainError):
    """Shopify gave no token."""

    code = "shop-said-no"


class ShopIsAway(DomainError):
    """Shopify cannot be reached right now."""

    code = "shop-is-away"


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the shop's staff are to be sent, and until when they may come back."""

    shop_domain: str
    url: str = field(repr=False)
    expires_at: datetime


def check_app() -> None:
    """Raises NoApp where stores can be connected by token and secret alone."""
    if not app.is_there():
        raise NoApp(
            _(
                "This installation has no app at Shopify. Connect the store by the token and "
                "secret of a custom app, or let the operator set SHOPIFY_API_KEY."
            )
        )


def begin_install(*, shop: str, actor: Actor, browser: str, now: datetime) -> Begun:
    """Open the way to Shopify for this shop; nothing says yet whether anybody has it.

    `browser` is known to the browser alone that must come back; "" where a program begins, and a
    member of its agency comes back. Raises NoApp or NoShop.
    """
    check_app()
    shop_domain = app.shop_of(shop)
    if not shop_domain:
        raise NoShop(_("Write the shop's name as Shopify does: name-of-shop.myshopify.com"))
    state, expires_at = secrets.token_urlsafe(32), now + STATE_LIVES
    Installation.objects.create(
        agency_id=actor.agency_id,
        user_id=actor.user_id,
        shop_domain=shop_domain,
        state_hash=_hash(state),
        browser_hash=_hash(browser) if browser else b"",
        begun_at=now,
        expires_at=expires_at,
    )
    wanted = [each.name for each in scopes.asked()]
    url = app.permission_url(shop_domain=shop_domain, scopes=wanted, state=state)
    return Begun(shop_domain, url, expires_at)


def finish_install(
    *, said: Mapping[str, str], actor: Actor, browser: str, now: datetime
) -> binding.Bound:
    """Connect the shop that Shopify's address names, as said there. See Note [Who may come back].

    Talks to Shopify, so call it outside a transaction. Raises NoApp, NotFromShopify, InstallIsOver,
    ShopSaidNo, ShopIsAway, and what binding.bind raises.
    """
    check_app()
    shop_domain = _checked(said, now)
    who = binding.Claim(shop_domain, actor)
    binding.check(who, now=now)  # before a code is spent on what is refused anyhow
    _use_state(said.get("state", ""), shop_domain, actor, browser, now)
    grant = exchanged(shop_domain, code=said.get("code", ""))
    killpoint("stores.code_exchanged")
    bound = binding.bind(who, grant=grant, now=now)
    killpoint("stores.store_bound")
    ring(bound.store)
    return bound


def exchanged(shop_domain: str, *, code: str = "", session_token: str = "") -> granting.Grant:
    """What Shopify gives for it. Raises NoApp, ShopSaidNo or ShopIsAway."""
    try:
        if session_token:
            return granting.by_session(shop_domain=shop_domain, session_token=session_token)
        return granting.by_code(shop_domain=shop_domain, code=code)
    except granting.AppUnknown as error:
        raise NoApp(
            _("Shopify does not know this installation's app. Tell its operator.")
        ) from error
    except Refused as error:
        raise ShopSaidNo(
            _("Shopify gave no access (%(said)s). Nothing was changed; connect once more.")
            % {"said": error}
        ) from error
    except Away as error:
        raise ShopIsAway(
            _("Shopify does not answer right now. Nothing was changed; try again in a minute.")
        ) from error


def ring(store: Store) -> None:
    """What is to be done once a shop is connected: each job also finds its work by itself."""
    jobs.defer("stores.learn_shops", store_id=store.pk)
    jobs.defer("stores.keep_subscriptions", store_id=store.pk)
    jobs.defer("intake.reconcile", store_id=store.pk)


def forget_old(*, now: datetime) -> int:
    """Drop who went to Shopify long ago; how many."""
    return Installation.objects.filter(begun_at__lt=now - KEPT_FOR).delete()[0]


def _checked(said: Mapping[str, str], now: datetime) -> str:
    """The shop of an address that Shopify signed, lately."""
    shop_domain = said.get("shop", "")
    is_shop = bool(shop_domain) and app.shop_of(shop_domain) == shop_domain
    if not (is_shop and app.is_signed(said) and _is_fresh(said.get("timestamp", ""), now)):
        raise NotFromShopify(
            _("This address was not signed by Shopify, or is too old. Connect once more.")
        )
    return shop_domain


def _is_fresh(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        return False
    at = datetime.fromtimestamp(int(timestamp), UTC)
    return now - FRESH <= at <= now + AHEAD


def _use_state(state: str, shop_domain: str, actor: Actor, browser: str, now: datetime) -> None:
    """Take the row of this state; every way of not being it sounds the same."""
    with actor.scope(), transaction.atomic():
        open_ones = Installation.objects.select_for_update().filter(
            state_hash=_hash(state),
            agency_id=actor.agency_id,
            shop_domain=shop_domain,
            used_at=None,
            expires_at__gt=now,
        )
        found = open_ones.first()
        if found is None or not _is_theirs(found, actor, browser):
            raise InstallIsOver(
                _(
                    "This way back from Shopify was used already, is older than half an hour, or "
                    "was begun by somebody else. Connect once more."
                )
            )
        open_ones.update(used_at=now)


def _is_theirs(begun: Installation, actor: Actor, browser: str) -> bool:
    if begun.user_id is None:  # a program began it
        return True
    is_browser = secrets.compare_digest(bytes(begun.browser_hash), _hash(browser))
    return begun.user_id == actor.user_id and is_browser


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
