"""Two agencies in full: ours, in which every text is marked, and the intruder's."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils import timezone

from analytics.models import FlowHour, Incident, IncidentNotice
from intake.models import Webhook
from messaging.models import (
    Batch,
    Consent,
    DeliveryMode,
    DomainCheck,
    Halt,
    Message,
    PromoCode,
    PromoPool,
    RescueCase,
    Sender,
    Suppression,
)
from orders.models import Order
from stores.models import Agency, ApiKey, Membership, Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from templates_app.models import Audit, Brand, Picture, PictureContent, Revision, Rollout, Template
from tests.factories.stores import make_agency, make_member, make_store
from tests.factories.templates_app import make_own_template, make_revision, make_rollout
from tests.factories.worlds import make_activity, make_message, make_note, make_order

CANARY = "canaryfinch"  # in every text of ours: nobody else may ever read it
NEEDLE = "needle@example.com"  # one buyer of both agencies: searching finds each only their own


@dataclass(slots=True)
class World:
    """One agency with one row of everything that has a page."""

    agency: Agency
    store: Store
    mark: str
    rows: dict[type[models.Model], Any] = field(default_factory=dict)
    people: dict[Role, User] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)


def build(mark: str) -> World:
    agency = make_agency(name=f"Agency {mark}")
    store = make_store(
        agency,
        name=f"Store {mark}",
        shop_domain=f"{mark}.myshopify.com",
        primary_domain=f"{mark}.example",
        email=f"shop@{mark}.example",
    )
    world = World(agency, store, mark)
    for role in Role:
        world.people[role] = make_member(
            agency, role, name=f"{role} {mark}", email=f"{role.lower()}@{mark}.example"
        )
    fill(world)
    return world


def fill(world: World) -> None:
    """Everything that a store has, marked."""
    mark, store = world.mark, world.store
    order = make_order(
        store,
        name=f"#{mark}",
        buyer_name=f"Buyer {mark}",
        email=NEEDLE,
        phone=f"+47 {mark}",
        tags=[f"tag-{mark}"],
        shipping_address={"name": mark, "address1": f"Street {mark}"},
        customer_note=f"note {mark}",
        shopify_status_url=f"https://{mark}.example/status",
    )
    make_note(order, f"note {mark}")
    make_activity(order, "TAGGED", data={"tag": mark}, actor=f"Somebody {mark}")
    for state in ("SENT", "HELD", "FAILED", "UNKNOWN"):
        world.messages[state] = make_message(
            order,
            state,
            html=f"<p>{mark}</p>",
            subject=f"Subject {mark}",
            detail=f"line {mark}",
            about=state.lower(),
            sequence=0,
        )
    now = timezone.now()
    with store_scope(store.pk):
        webhook = Webhook.objects.create(
            store=store,
            topic=f"orders/{mark}",
            event_key=mark,
            body_hash=mark.encode(),
            body=f'{{"name": "{mark}"}}'.encode(),
            received_at=now,
            run_after=now,
            state="QUARANTINED",
            reason=f"reason {mark}",
            handled_at=now,
        )
        sender = Sender.objects.create(
            store=store,
            name=f"Sender {mark}",
            from_email=f"from@{mark}.example",
            host=f"{mark}.example",
            username=mark,
            password=mark,
            trouble="LOGIN_REFUSED",
            trouble_detail=f"trouble {mark}",
        )
        DomainCheck.objects.create(
            store=store,
            sender=sender,
            domain=f"{mark}.example",
            verdict="GOOD",
            is_verified=True,
            checked_at=now,
        )
        suppression = Suppression.objects.create(
            store=store,
            address=f"{mark}@example.com",
            cause="STAFF",
            detail=f"detail {mark}",
            actor=f"Somebody {mark}",
            suppressed_at=now,
        )
        incident = Incident.objects.create(
            agency=world.agency,
            store=store,
            sender=sender,
            measure="BOUNCES",
            since_at=now,
            tried_count=50,
            troubled_count=15,
            usual_rate=0.02,
            opened_at=now,
        )
        IncidentNotice.objects.create(
            agency=world.agency,
            incident=incident,
            user=world.people[Role.OWNER],
            subject=mark,
            text=mark,
            created_at=now,
        )
        FlowHour.objects.create(store=store, sender=sender, domain=f"{mark}.example", hour=now)
        case = RescueCase.objects.create(
            store=store,
            order=order,
            message=world.messages["FAILED"],
            address=f"{mark}@gnail.com",
            cause="BOUNCED",
            detail=f"line {mark}",
            suggestion=f"{mark}@gmail.com",
            opened_at=now,
        )
        pool = PromoPool.objects.create(
            store=store, name=f"Pool {mark}", created_at=now, created_by=f"Somebody {mark}"
        )
        PromoCode.objects.create(
            store=store,
            pool=pool,
            code=f"CODE-{mark}",
            given_at=now,
            message=world.messages["SENT"],
        )
        DeliveryMode.objects.create(
            store=store, kind="ORDER_CONFIRMATION", actor=f"Somebody {mark}", changed_at=now
        )
    with every_store(because="a test fills an agency"):
        brand = Brand.objects.create(
            agency=world.agency, store=store, footer=f"footer {mark}", changed_at=now
        )
        picture = Picture.objects.create(
            agency=world.agency,
            store=store,
            content=PictureContent.objects.create(
                agency=world.agency, digest=mark.encode(), data=mark.encode()
            ),
            token=hashlib.md5(mark.encode(), usedforsecurity=False).hexdigest(),
            name=f"Picture {mark}",
            form="PNG",
            width=80,
            height=20,
            byte_count=100,
            created_at=now,
            created_by=f"Somebody {mark}",
        )
        audit = Audit.objects.create(
            agency=world.agency,
            store=store,
            template=Template.objects.create(
                agency=world.agency,
                store=store,
                kind="SHIPPING_UPDATE",
                name=f"Template {mark}",
                created_at=now,
                changed_at=now,
            ),
            kind="SHIPPING_UPDATE",
            cause="BRAND",
            about=mark,
            opened_at=now,
            due_on=now.date(),
        )
        key = ApiKey.objects.create(
            agency=world.agency,
            name=f"Key {mark}",
            lookup=mark[:16],
            secret_hash=b"0" * 32,
            created_by=mark,
        )
        membership = Membership.objects.get(user=world.people[Role.SUPPORT])
        template = make_own_template(store, name=f"Template {mark}", text=f"text {mark}")
        revision = make_revision(template, mark=mark)
        rollout = make_rollout(revision, mark=mark)
        batch = Batch.objects.create(
            agency=world.agency,
            deed="RELEASE",
            store_ids=[store.pk],
            wanted={"state": "HELD", "reason": "", "kind": ""},
            because=f"batch {mark}",
            actor=mark,
            created_at=now,
            last_at=now,
        )
        consent = Consent.objects.create(
            store=store,
            channel="EMAIL",
            address=f"{mark}@example.com",
            purpose="MARKETING",
            is_given=True,
            ground="STAFF",
            detail=f"detail {mark}",
            actor=f"Somebody {mark}",
            at=now,
        )
        stopped = Halt.objects.create(
            store=store,
            kind="SHIPPING_UPDATE",
            because=f"halt {mark}",
            actor=mark,
            halted_at=now,
        )
    world.rows = {
        Order: order,
        Message: world.messages["SENT"],
        Webhook: webhook,
        Sender: sender,
        Suppression: suppression,
        RescueCase: case,
        Incident: incident,
        PromoPool: pool,
        Brand: brand,
        Template: template,
        Revision: revision,
        Rollout: rollout,
        Batch: batch,
        Halt: stopped,
        Consent: consent,
        Picture: picture,
        Audit: audit,
        ApiKey: key,
        Membership: membership,
        Store: store,
    }


def fingerprint(world: World) -> dict[str, str | None]:
    """A hash of every row of the store and the agency, table by table."""
    from django.apps import apps

    found: dict[str, str | None] = {}
    with every_store(because="a test compares all rows of a tenant"), connection.cursor() as cursor:
        for model in apps.get_models():
            columns = {one.column for one in model._meta.concrete_fields}
            table = model._meta.db_table
            where = {"store_id": world.store.pk, "agency_id": world.agency.pk}
            name = next((one for one in where if one in columns), None)
            if name is None:
                continue
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t "  # noqa: S608 - our own names
                f"WHERE {name} = %s",
                [where[name]],
            )
            found[table] = cursor.fetchone()[0]
    return found
