"""Two agencies in full: ours, in which every text is marked, and the intruder's."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils import timezone

from analytics.models import (
    Decision,
    FigureMail,
    FigureReport,
    FlowHour,
    Incident,
    IncidentNotice,
)
from intake.models import Webhook
from messaging.models import (
    Batch,
    Consent,
    DomainCheck,
    Halt,
    Message,
    PromoCode,
    PromoPool,
    RescueCase,
    Sender,
    Suppression,
)
from orders.archiving_many import Wanted
from orders.models import Order, OrderBatch
from shipping.models import (
    Parcel,
)
from stores.models import Agency, ApiKey, DataExport, Invitation, Membership, Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from templates_app.models import (
    Audit,
    Brand,
    Experiment,
    Picture,
    PictureContent,
    Revision,
    Rollout,
    Template,
)
from tests.factories.experiments import make_draft
from tests.factories.stores import make_agency, make_member, make_store
from tests.factories.templates_app import make_own_template, make_revision, make_rollout
from tests.factories.worlds import make_activity, make_message, make_note, make_order
from tests.house.world_baskets import basket_of
from tests.house.world_catching_up import catching_up_of
from tests.house.world_delivery import delivery_of
from tests.house.world_life import life_of
from tests.house.world_outbound import outbound_of
from tests.house.world_people import asked_in
from tests.house.world_pieces import asked_of, consent_of, count_days, modes_of, suppression_of
from tests.house.world_rules import rules_of

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
        suppression = suppression_of(store, mark, now)
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
        report = FigureReport.objects.create(
            agency=world.agency,
            store=store,
            user=world.people[Role.OWNER],
            rhythm="WEEKLY",
            created_at=now,
            created_by=f"Somebody {mark}",
        )
        FigureMail.objects.create(
            agency=world.agency,
            report=report,
            since=now.date(),
            until=now.date(),
            subject=mark,
            text=mark,
            html=mark,
            created_at=now,
        )
        count_days(store, mark, now)
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
        delivered = delivery_of(order, mark, now) | basket_of(store, mark, now)
        delivered |= {
            **life_of(delivered[Parcel], mark),
            **outbound_of(order, mark, now),
            **catching_up_of(order, mark, now),
            **rules_of(order, mark, now),
        }
        modes_of(store, mark, now)
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
        experiment = make_draft(template, store, mark=mark)
        Decision.objects.create(
            agency=world.agency,
            store=store,
            experiment=experiment,
            was_proven=False,
            decided_at=now,
            decided_by=f"Somebody {mark}",
            because=f"because {mark}",
            language="en",
            snapshot={"mark": mark},
            html=f"<p>{mark}</p>",
            sha256=mark[:64],
        )
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
        put_away = OrderBatch.objects.create(
            agency=world.agency,
            deed="ARCHIVE",
            store_ids=[store.pk],
            wanted=Wanted(store_ids=(store.pk,), tag=f"tag-{mark}", asked_at=now).as_json(),
            actor=mark,
            created_at=now,
        )
        consent = consent_of(store, mark, now)
        stopped = Halt.objects.create(
            store=store,
            kind="SHIPPING_UPDATE",
            because=f"halt {mark}",
            actor=mark,
            halted_at=now,
        )
    world.rows = {
        **delivered,
        Order: order,
        Message: world.messages["SENT"],
        Webhook: webhook,
        DataExport: asked_of(store, mark, now),
        Sender: sender,
        Suppression: suppression,
        RescueCase: case,
        Incident: incident,
        FigureReport: report,
        PromoPool: pool,
        Brand: brand,
        Template: template,
        Revision: revision,
        Rollout: rollout,
        Experiment: experiment,
        Batch: batch,
        OrderBatch: put_away,
        Halt: stopped,
        Consent: consent,
        Picture: picture,
        Audit: audit,
        ApiKey: key,
        Membership: membership,
        Invitation: asked_in(world.agency, mark, now),
        Store: store,
    }


def fingerprint(world: World) -> dict[str, str | None]:
    """A hash of every row of the store and the agency, table by table."""
    from django.apps import apps

    where = {"store_id": world.store.pk, "agency_id": world.agency.pk}
    asked = []
    for model in apps.get_models():
        columns = {one.column for one in model._meta.concrete_fields}
        if name := next((one for one in where if one in columns), None):
            table = model._meta.db_table
            asked.append(
                f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) "  # noqa: S608 - our own names
                f"FROM {table} t WHERE {name} = {where[name]}"
            )
    with every_store(because="a test compares all rows of a tenant"), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return dict(cursor.fetchall())
