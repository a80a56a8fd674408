"""Real ids in place of generated ones, so that cases come further than to a 404."""

from random import Random
from typing import Any, Final

from schemathesis.core.parameters import ParameterLocation

from tests.fuzz.ground import Ground
from tests.fuzz.shorthand import Case

# Of a hundred: rows of ours, rows of somebody else's; the rest stays as it was generated.
OWN: Final = 75
FOREIGN: Final = 15
NAMES: Final = frozenset(
    {"store", "stores", "order", "orders", "message", "messages", "template", "parcel"}
    | {"sender", "senders", "calendar", "experiment", "brand", "picture"}
)
PRECONDITIONS: Final = ("If-Match", "If-None-Match")  # generated ones never hold
_RARELY: Final = 10


def inject(case: Case, ground: Ground, random: Random) -> None:
    """Changes the case in place; what was made wrong on purpose stays wrong."""
    meta = case.meta

    def is_spoilt(where: ParameterLocation) -> bool:
        return meta is not None and meta.is_negative_at(where)

    if case.path_parameters and not is_spoilt(ParameterLocation.PATH):
        case.path_parameters = {**case.path_parameters, **_place(case.path, ground, random)}
    if case.query and not is_spoilt(ParameterLocation.QUERY):
        case.query = _query(case, ground, random)
    for name in PRECONDITIONS:
        if name in case.headers and random.randrange(100) >= _RARELY:
            del case.headers[name]
    if isinstance(case.body, dict) and not is_spoilt(ParameterLocation.BODY):
        case.body = _filled(case.body, ground, random)


def _place(path: str, ground: Ground, random: Random) -> dict[str, str]:
    chance = random.randrange(100)
    pool = ground.own if chance < OWN else ground.foreign if chance < OWN + FOREIGN else {}
    return random.choice(found) if (found := pool.get(path)) else {}


def _query(case: Case, ground: Ground, random: Random) -> dict[str, Any]:
    """Ids as in bodies; a cursor that nobody gave and fields that do not exist are kept seldom."""
    found = dict(case.query)
    for name in ("cursor", "fields"):
        if name in found and random.randrange(100) >= _RARELY:
            del found[name]
    if random.randrange(100) < _RARELY and (fields := _fields(case)):
        found["fields"] = ",".join(random.sample(fields, random.randint(1, len(fields))))
    filled: dict[str, Any] = _filled(found, ground, random)
    return filled


def _fields(case: Case) -> list[str]:
    """The names in the documented answer: of the thing, or of a row of the list."""
    response = case.operation.responses.find_by_status_code(200)
    schema = getattr(response, "schema", None) if response else None
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    return [] if "results" in properties else sorted(properties)


def _filled(said: Any, ground: Ground, random: Random, name: str = "") -> Any:
    if isinstance(said, dict):
        return {key: _filled(value, ground, random, str(key)) for key, value in said.items()}
    if isinstance(said, list):
        return [_filled(value, ground, random, name) for value in said]
    if isinstance(said, str) and name in NAMES:
        chance = random.randrange(100)
        worlds = [ground.ours] if chance < OWN else [ground.theirs, ground.sister]
        ids = [i for world in worlds for i in ground.ids(world, name)]
        return random.choice(ids) if ids and chance < OWN + FOREIGN else said
    return said
