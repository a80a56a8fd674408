"""Founds the invented agency: stores with secrets, brands, people, words, and how mail leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from messaging import modes
from messaging.models import Sender
from messaging.states import Transport
from notifyhub.demo.catalogue import AGENCY, AGENCY_TIMEZONE, PEOPLE, SHOPS
from notifyhub.demo.history import DAYS
from notifyhub.demo.logos import logo
from notifyhub.demo.world import Shop, dice
from stores.models import (
    Agency,
    Credential,
    Membership,
    Store,
    TrackingDecision,
    TrackingMode,
    User,
)
from stores.scope import every_store
from templates_app import audit_opening, pictures
from templates_app import services as templates
from templates_app.data import NotificationKind
from templates_app.models import Audit
from templates_app.queries import agency_template

# One shop came later: its older orders are back-fill, and wait for a person.
# On what ground these shops see who opens their mails, and who said so.
BASIS = "Agreed to at the checkout: “You may see whether I read your e-mails”"
DECIDED_BY = "mina@nordlinje.example"
CAME_LATER = {"norrsken-cykel": timedelta(days=80)}

AUDITED = {
    NotificationKind.ORDER_CONFIRMATION: -2,
    NotificationKind.SHIPPING_CONFIRMATION: 3,
    NotificationKind.ORDER_REFUND: 10,
}


@dataclass(frozen=True, slots=True)
class Founded:
    agency: Agency
    stores: dict[str, Store]  # by the shop's key


def demo_agency() -> Agency | None:
    """The invented agency, known by its shops; None where it is not."""
    with every_store(because="whether there is a demo is asked before it has a scope"):
        store = Store.objects.filter(shop_domain__in=[shop.shop_domain for shop in SHOPS])
        first = store.select_related("agency").first()
        return first.agency if first else None


@transaction.atomic
def found(*, now: datetime, password: str, seed: int) -> Founded:
    """Make the agency and all that its first order needs. Wants every store's scope."""
    agency = Agency.objects.create(name=AGENCY, locale="en", timezone=AGENCY_TIMEZONE)
    stores = {shop.key: _store(agency, shop, now, seed) for shop in SHOPS}
    templates.save_brand(
        agency=agency, fields={"accent": "#1F4D45", "legal": f"Sent with {AGENCY}."}, now=now
    )
    for shop in SHOPS:
        _brand(agency, stores[shop.key], shop, now)
    audit_opening.open_for_changed_brands(agency=agency, now=now)  # none: no mail shows them yet
    _people(agency, stores, password)
    for kind in modes.kinds():
        templates.ensure_default_template(
            agency=agency, kind=kind, now=now - timedelta(days=DAYS + 1)
        )
    _audits(agency, now)
    return Founded(agency, stores)


def _audits(agency: Agency, now: datetime) -> None:
    """Three mails that somebody asked to look at again; one should have been by now."""
    for kind, days in AUDITED.items():
        template = agency_template(agency_id=agency.pk, kind=kind)
        if template is not None:
            audit_opening.open_audit(
                template=template,
                cause=Audit.Cause.BY_HAND,
                due_on=audit_opening.today_of(agency, now) + timedelta(days=days),
                now=now - timedelta(days=9),
            )


def _store(agency: Agency, shop: Shop, now: datetime, seed: int) -> Store:
    since = CAME_LATER.get(shop.key, timedelta(days=DAYS + 2))
    store = Store.objects.create(
        agency=agency,
        name=shop.name,
        shop_domain=shop.shop_domain,
        primary_domain=shop.primary_domain,
        email=shop.email,
        country=shop.country.code,
        currency=shop.currency,
        locale=shop.locale,
        timezone=shop.timezone,
        sends_from_at=now - since,
        tracking_mode=TrackingMode.INDIVIDUAL,
    )
    TrackingDecision.objects.create(
        store=store, mode=TrackingMode.INDIVIDUAL, basis=BASIS, actor=DECIDED_BY, at=now - since
    )
    # Known to whoever reads this file, hence only for a demo: nothing but `simulate` signs with it.
    secret = f"shpss_{dice('secret', seed, shop.key).randbytes(16).hex()}"
    Credential.objects.create(store=store, webhook_secret=secret)
    Sender.objects.create(
        store=store,
        name="Kept here",
        transport=Transport.CAPTURE,
        from_email=shop.email,
        from_name=shop.name,
        reply_to=shop.email,
    )
    return store


def _brand(agency: Agency, store: Store, shop: Shop, now: datetime) -> None:
    brand = shop.brand
    picture = pictures.keep_picture(
        agency=agency,
        store=store,
        data=logo(shop),
        name=f"{shop.key}.png",
        actor=AGENCY,
        now=now,
    )
    templates.save_brand(
        agency=agency,
        store=store,
        fields={
            "logo_url": picture.path,
            "accent": brand.accent,
            "text": brand.text,
            "ground": brand.ground,
            "font": brand.font,
            "footer": brand.footer,
            "legal": brand.legal,
            "contact_email": shop.email,
            "website": f"https://{shop.primary_domain}",
            "social": brand.social,
        },
        now=now,
    )


def _people(agency: Agency, stores: dict[str, Store], password: str) -> None:
    for person in PEOPLE:
        user = User.objects.create_user(email=person.email, password=password, name=person.name)
        if person.language:
            User.objects.filter(pk=user.pk).update(language=person.language)
        Membership.objects.create(
            agency=agency,
            user=user,
            role=person.role,
            has_all_stores=not person.shops,
            store_ids=[stores[key].pk for key in person.shops],
        )


def shares(total: int, shops: Iterable[Shop] = SHOPS) -> dict[str, int]:
    """How many of the agency's orders each shop has."""
    whole = sum(shop.share for shop in shops)
    return {shop.key: total * shop.share // whole for shop in shops}
