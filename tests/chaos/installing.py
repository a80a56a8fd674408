"""Connecting a shop and renewing its token, shot when Shopify knows and we do not yet."""

from datetime import timedelta
from functools import partial
from random import Random
from typing import Any, Final

from django.http import QueryDict
from django.test import override_settings
from django.utils import timezone

from stores import access, installing
from stores.models import Credential, Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from stores.shopify import tokens
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.installs import install, kept_of
from tests.factories.stores import make_agency, make_member, make_store
from tests.shopify import oauth
from tests.shopify.oauth import Grants
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

RENEWING, CONNECTING = "renewing a token", "connecting a shop"
ALL = [
    (RENEWING, "stores.token_granted"),
    (RENEWING, "stores.token_kept"),
    (CONNECTING, "stores.code_exchanged"),
    (CONNECTING, "stores.store_bound"),
]
BROWSER: Final = "a browser"
DOMAIN: Final = "shot-at.myshopify.com"


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    with row.timed():
        for _kill in range(kills):
            {RENEWING: _shoot_renewing, CONNECTING: _shoot_connecting}[way](row)
    row.must(
        row.lost == row.duplicates == row.silent == 0,
        f"{row.lost} lost, {row.duplicates} twice, {row.silent} unfinished",
    )
    return row


def renew(say: Say, store_id: int) -> None:
    """Ask for the token of now."""
    with store_scope(store_id):
        tokens.token_of(Store.objects.get(pk=store_id))


def connect(say: Say, user_id: int, back: str) -> None:
    """Come back from Shopify."""
    actor = access.actor_of_member(User.objects.get(pk=user_id))
    assert actor is not None
    with actor.scope():
        installing.finish_install(
            said=QueryDict(back.partition("?")[2]).dict(),
            actor=actor,
            browser=BROWSER,
            now=timezone.now(),
        )


def _shoot_renewing(row: Row) -> None:
    """The token's end is a minute past: whoever comes next has to renew it."""
    store = make_store()
    with playing(PlayedShop(domain=store.shop_domain)) as shop, override_settings(**_told(shop)):
        install(store, shop)
        _let_end(store)
        deed = partial(Shot, renew, arguments=(store.pk,), settings=_told(shop))
        (end,) = shots.fire([deed(kill=row.step)])
        row.must(end.is_killed, "not killed")
        _let_turn_end(store)
        shots.finish(deed())
        kept = kept_of(store)
        row.silent += kept.access_token not in shop.tokens
        row.silent += kept.refresh_token not in shop.room(Grants).refreshes
        asked = sum(each.get("grant_type") == "refresh_token" for each in shop.room(Grants).asked)
        wanted = 2 if row.step == "stores.token_granted" else 1
        row.must(asked == wanted, f"renewed {asked} times instead of {wanted}")
        _let_end(store)
        shots.finish(deed())
        row.lost += kept_of(store).lost_at is not None


def _shoot_connecting(row: Row) -> None:
    """Whoever sees an error connects once more."""
    user = make_member(make_agency(), Role.OWNER)
    actor = access.actor_of_member(user)
    assert actor is not None
    with playing(PlayedShop(domain=DOMAIN)) as shop, override_settings(**_told(shop)):
        for kill in (row.step, ""):
            with actor.scope():
                begun = installing.begin_install(
                    shop=DOMAIN, actor=actor, browser=BROWSER, now=timezone.now()
                )
            back = oauth.accept(shop, begun.url)
            shot = Shot(connect, kill, (user.pk, back), _told(shop))
            if kill:
                row.must(shots.fire([shot])[0].is_killed, "not killed")
            else:
                shots.finish(shot)
        with every_store(because="a test looks"):
            found = list(Store.objects.filter(shop_domain=DOMAIN))
            row.duplicates += len(found) > 1
            row.lost += not found
            row.silent += not all(kept_of(each).access_token in shop.tokens for each in found)
            Store.objects.filter(shop_domain=DOMAIN).update(shop_domain=f"gone-{user.pk}.example")


def _told(shop: PlayedShop) -> dict[str, Any]:
    return {
        "NOTIFYHUB_SHOPIFY_URL": shop.url,
        "SHOPIFY_API_KEY": shop.app.client_id,
        "SHOPIFY_API_SECRETS": [shop.app.secret],
    }


def _let_end(store: Store) -> None:
    with every_store(because="a test lets a token end"):
        ended = timezone.now() - timedelta(minutes=1)
        Credential.objects.filter(store=store).update(access_expires_at=ended)


def _let_turn_end(store: Store) -> None:
    with every_store(because="a test lets the turn of the dead end"):
        turn = Credential.objects.filter(store=store, renewing_until__isnull=False)
        turn.update(renewing_until=timezone.now())
