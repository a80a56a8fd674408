"""What the fuzz stands on: our agency with two stores, another one, and the ids of all their rows.

Every text of the other agency holds one mark, and every text of our second store another: no
answer to our owner's key may show the first, none to the narrow key either of them.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from stores.models import Agency, Store
from stores.roles import Role, Verb
from tests.factories.keys import make_key
from tests.factories.stores import make_member, make_store
from tests.house.isolation_api import KEY_DOORS
from tests.house.test_isolation_api import LISTS, address
from tests.house.world import World, build, fill

NARROW: Final = (Verb.VIEW_ORDERS, Verb.VIEW_MESSAGES, Verb.NOTE_ORDERS, Verb.VIEW_TEMPLATES)
API: Final = "/api/v1/"
_PARAMETER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Caller:
    """A key, and the marks that it may never read."""

    name: str
    key: str
    forbidden: tuple[str, ...]


@dataclass(slots=True)
class Ground:
    ours: World
    sister: World
    theirs: World
    callers: tuple[Caller, ...]
    # path template → parameters of our rows, and of theirs
    own: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    foreign: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def ids(self, world: World, named: str) -> list[str]:
        """Ids of a world's rows of the model with that name: `order`, `stores`."""
        wanted = named.rstrip("s").replace("_", "")
        if wanted == "message":
            return [str(one.public_id) for one in world.messages.values()]
        return [
            _id(row)
            for model, row in world.rows.items()
            if model.__name__.lower() == wanted and _id(row)
        ]


def make_ground(paths: list[str]) -> Ground:
    mark = uuid4().hex[:8]
    ours, theirs = build(f"own-{mark}"), build(f"canary-b-{mark}")
    sister = _sister(ours.agency, f"canary-s-{mark}")
    everything, narrow = tuple(Verb), NARROW
    callers = (
        Caller("owner", make_key(ours.agency, everything)[1], (theirs.mark,)),
        Caller(
            "narrow",
            make_key(ours.agency, narrow, stores=[ours.store])[1],
            (theirs.mark, sister.mark),
        ),
        Caller("nobody", "", (ours.mark, theirs.mark, sister.mark)),
    )
    ground = Ground(ours, sister, theirs, callers)
    for path in paths:
        ground.own[path] = _parameters(path, ours)
        ground.foreign[path] = _parameters(path, theirs) + _parameters(path, sister)
    return ground


def _sister(agency: Agency, mark: str) -> World:
    store: Store = make_store(agency, name=f"Store {mark}", shop_domain=f"{mark}.myshopify.com")
    world = World(agency, store, mark)
    for role in (Role.OWNER, Role.SUPPORT):
        world.people[role] = make_member(
            agency, role, email=f"{role.lower()}-of-{mark[-8:]}@house.example"
        )
    fill(world)
    return world


def _parameters(path: str, world: World) -> list[dict[str, str]]:
    """What to put into a path so that it leads to rows of that world."""
    names = _PARAMETER.findall(path)
    if not names:
        return []
    pattern = re.compile(_PARAMETER.sub("([^/]+)", path))
    found = []
    for door in KEY_DOORS:
        if door.name in LISTS:
            continue
        if match := pattern.fullmatch(address(door, world)):
            found.append(dict(zip(names, match.groups(), strict=True)))
    if "/messages/{" in path:
        found += [{**one, names[0]: i} for one in found[:1] for i in _messages(world)]
    return [dict(pairs) for pairs in dict.fromkeys(tuple(one.items()) for one in found)]


def _messages(world: World) -> list[str]:
    return [str(one.public_id) for one in world.messages.values()]


def _id(row: Any) -> str:
    for name in ("public_id", "lookup", "token"):
        if hasattr(row, name):
            return str(getattr(row, name))
    return ""
