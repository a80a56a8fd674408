"""What each write of the API says in the test that replays it: bodies that are accepted.

Doors whose row in isolation_api.py is accepted as it stands need none here.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from intake.buyers.sealing import sealed
from messaging.models import Sender
from shipping.models import Parcel
from stores.models import DataExport, ExportArchive
from stores.roles import Role
from stores.scope import every_store
from templates_app import rolling
from templates_app.inheriting import draft_of
from templates_app.models import Rollout, Template
from tests.factories.experiments import make_experiment
from tests.factories.outbound import make_endpoint
from tests.factories.pictures import logo
from tests.factories.stores import make_store
from tests.house.isolation_rules_api import DEFINITION as RULE
from tests.house.world import NEEDLE, World


@dataclass(frozen=True, slots=True)
class Said:
    """What is sent; to another address than the door's own where `url` says so."""

    body: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    query: str = ""
    is_form: bool = False


Says = Callable[[World], Said]

# Doors that this world can only have refused, and why. Their refusals are replayed all the same:
# nothing may change, however often they are asked.
ONLY_REFUSED: Final[dict[str, str]] = {
    "POST intake-store-backfills": "Its stores' shops are not connected.",
    "POST intake-backfill-resume": "The world's back-fill is at work.",
    "POST stores-installs": "No app is set up; tests/stores/test_connection_api.py has one.",
    "POST messaging-sender-domain": "It asks the DNS, of which tests have none here.",
    "POST messaging-store-tracking-domain-check": "The world's store names none.",
    "POST stores-store-subscriptions-keep": "It wants a store whose shop can be asked.",
}


def of_store(**said: Any) -> Says:
    return lambda world: Said({"store": str(world.store.public_id), **said})


def of_stores(**said: Any) -> Says:
    return lambda world: Said({"stores": [str(world.store.public_id)], **said})


def _each_order(**said: Any) -> Says:
    return lambda world: Said(
        {"items": [{"order": str(world.rows[Parcel].order.public_id), **said}]}
    )


def _each_address(world: World) -> Said:
    named = {"store": str(world.store.public_id), "address": "a@example.com"}
    return Said({"items": [named]})


def _draft(world: World) -> Said:
    template: Template = world.rows[Template]
    with every_store(because="a test reads a draft"):
        blocks = [asdict(one.spec) for one in draft_of(template)]
    return Said({"version": template.version, "blocks": blocks})


def _ordered(world: World) -> Said:
    template: Template = world.rows[Template]
    with every_store(because="a test reads a draft"):
        keys = [one.key for one in draft_of(template)]
    return Said({"version": template.version, "keys": [*keys[1:], keys[0]]})


def _tried(world: World) -> Said:
    reader = world.people[Role.OWNER]
    reader.set_password("chosen by themselves")
    reader.save()
    return Said({"to": reader.email})


def _senders(world: World) -> Said:
    return Said({"senders": [str(world.rows[Sender].public_id)]})


def _resumed(world: World) -> Said:
    with every_store(because="a test pauses a roll-out"):
        rolling.pause_rollout(rollout=world.rows[Rollout], actor="a test", now=timezone.now())
    return Said()


def _report(world: World) -> Said:
    return Said({"email": world.people[Role.OWNER].email, "rhythm": "MONTHLY"})


def _rollout(world: World) -> Said:
    with every_store(because="a test makes way for another roll-out"):
        rolling.cancel_rollout(rollout=world.rows[Rollout], actor="a test", now=timezone.now())
    return of_stores(kinds=["ORDER_CONFIRMATION"])(world)


def _tested(deed: str, *, running: bool = True, **said: Any) -> Says:
    """A test of its own, in a store that has no words of its own."""

    def says(world: World) -> Said:
        sister = make_store(world.agency, name="Sister")
        experiment = make_experiment(sister, running=running)
        return Said(said, url=reverse(deed, args=[experiment.public_id]))

    return says


def _foreseen(world: World) -> Said:
    about = {"template": str(world.rows[Template].public_id)}
    return Said({**about, "stores": [str(world.store.public_id)], "base_rate": 0.2})


def _planned(world: World) -> Said:
    template = world.rows[Template]
    arms = [{"name": "As today", "weight_bp": 5000}, {"name": "B", "weight_bp": 5000}]
    arms[1]["sender_name"] = "Somebody"
    about = {"template": str(template.public_id), "stores": [str(world.store.public_id)]}
    return Said({"name": "Warmer", "arms": arms, **about})


def _shown(world: World) -> Said:
    return Said(
        {"file": SimpleUploadedFile("a.png", logo(), content_type="image/png")}, is_form=True
    )


def _replayed(world: World) -> Said:
    endpoint = make_endpoint(world.store)
    url = reverse("outbound-endpoint-replay", args=[endpoint.public_id])
    return Said({"since": timezone.now().isoformat()}, url=url)


def _taken(world: World) -> Said:
    """A copy that is made."""
    export, now = world.rows[DataExport], timezone.now()
    with every_store(because="a test makes a copy"):
        DataExport.objects.filter(pk=export.pk).update(
            state="READY", made_at=now, kept_until=now + timedelta(days=1)
        )
        ExportArchive.objects.create(
            export=export, store_id=export.store_id, sealed=sealed(b"zip"), byte_count=3, sha256=""
        )
    return Said()


SAYS: Final[dict[str, Says]] = {
    "POST intake-copies": of_store(email=NEEDLE),
    "POST intake-copy-taking": _taken,
    "POST intake-erasures": of_store(email=NEEDLE, confirm=NEEDLE, reason="Asked for it"),
    "POST intake-store-erasures": lambda world: Said(
        {"confirm": world.store.shop_domain, "reason": "The shop closed"}
    ),
    "POST outbound-endpoint-replay": _replayed,
    "PUT orders-shop-note": lambda _: Said({"text": "Ring once"}),
    "POST automations-dry-run": of_store(definition=RULE),
    "POST stores-stores": lambda _: Said(
        {"name": "New", "shop_domain": "new-shop.myshopify.com", "currency": "NOK"}
    ),
    "POST stores-release": lambda world: Said({"shop_domain": world.store.shop_domain}),
    "PUT messaging-store-senders-order": _senders,
    "POST messaging-consents": of_store(address="a@example.com", is_given=False, detail="Told us"),
    "POST messaging-halts": of_stores(because="A test asks"),
    "POST messaging-promo-pools": of_store(name="Autumn", codes=["K7QM", "K7QN"]),
    "POST messaging-suppressions": of_store(address="a@example.com"),
    "POST analytics-figure-reports": _report,
    "POST templates-templates": of_store(kind="ORDER_CONFIRMATION"),
    "PUT templates-template": _draft,
    "PUT templates-block-order": _ordered,
    "POST templates-audits": lambda world: Said({"template": str(world.rows[Template].public_id)}),
    "POST messaging-template-test": _tried,
    "POST messaging-imports": of_store(csv="order;number\n#1001;N1\n"),
    "POST templates-import": of_store(
        kind="ORDER_CONFIRMATION", liquid="<html><body>{{ name }}</body></html>", replace=True
    ),
    "POST templates-rollouts": _rollout,
    "POST templates-rollouts-dry-run": of_stores(kinds=["ORDER_CONFIRMATION"]),
    "POST templates-rollout-resume": _resumed,
    "POST templates-experiments": _planned,
    "POST templates-experiments-layers": lambda _: Said({"name": "Reminders"}),
    "POST templates-experiment-start": _tested("templates-experiment-start", running=False),
    "POST templates-experiment-weights": _tested(
        "templates-experiment-weights", weights_bp=[2000, 8000], reason="A test asks"
    ),
    "POST templates-experiment-coverage": _tested(
        "templates-experiment-coverage", coverage_bp=5000, reason="A test asks"
    ),
    "POST templates-experiment-stop": _tested("templates-experiment-stop", why="A test asks"),
    "POST analytics-experiment-plan": _foreseen,
    "POST analytics-experiment-decide": _tested(
        "analytics-experiment-decide", arm=0, because="A test asks"
    ),
    "POST templates-pictures": _shown,
    "POST orders-tags-bulk": _each_order(tag="replayed"),
    "POST orders-notes-bulk": _each_order(text="A test asks"),
    "POST messaging-parcels-bulk": _each_order(number="370722150123456789"),
    "POST messaging-messages-bulk": _each_order(kind="DELIVERED"),
    "POST messaging-suppressions-bulk": _each_address,
    "POST messaging-parcels": lambda world: Said(
        {"order": str(world.rows[Parcel].order.public_id), "number": "370722150123456789"}
    ),
    "DELETE messaging-parcel": lambda _: Said(query="?because=Wrong"),
    "POST shipping-trackers": of_store(service="EASYPOST", secret="s" * 40),
    "POST shipping-carriers": of_store(name="Fjordbud"),
    "POST shipping-processing-times": of_store(level="STORE", min_days=1, max_days=2),
    "POST shipping-processing-table": of_store(csv="level,target,min,max\nvendor,Rauma,2,5\n"),
    "POST shipping-transit-times": of_store(min_days=1, max_days=2),
    "POST shipping-calendars": of_store(name="Oslo", cutoff="14:00"),
}
