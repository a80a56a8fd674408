"""One played shop: what it knows, how full its bucket is, and how it behaves."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from stores.shopify.documents import API_VERSION
from tests.shopify import schema
from tests.shopify.answers import Json, UserError, every_answer
from tests.shopify.app import App

TOKEN: Final = "shpat_right"
Room = TypeVar("Room")
SOMETHING_WRONG: Final = "<html>Something went wrong</html>"


@dataclass
class Manners:
    """How the shop behaves; lists are of its next answers, one each."""

    statuses: list[int] = field(default_factory=list)  # instead of 200
    errors: list[Json] = field(default_factory=list)  # of the language: {"message", "extensions"}
    user_errors: list[Json] = field(default_factory=list)  # {"field", "message"}: nothing is done
    bodies: list[str] = field(default_factory=list)  # said word for word, with 200
    loses: list[str] = field(default_factory=list)  # of these operations: done, answered 502
    cuts: int = 0  # so many next answers end in their middle
    drip: float = 0.0  # seconds between bytes of the answer
    retry_after: str = ""  # said beside 429 and 503


@dataclass
class Bucket:
    """Points of one app at one shop. `clock`: let it stand still where exact figures count."""

    capacity: float = 2000.0
    refill: float = 100.0  # a second
    available: float = 2000.0
    clock: Callable[[], float] = time.monotonic
    refused: int = 0  # how often it was too empty
    _since: float | None = None

    def take(self, points: float) -> bool:
        now = self.clock()
        if self._since is not None:
            grown = self.available + (now - self._since) * self.refill
            self.available = max(self.available, min(self.capacity, grown))
        self._since = now
        if points > self.available:
            self.refused += 1
            return False
        self.available -= points
        return True

    def said(self, requested: float, actual: float | None) -> Json:
        return {
            "cost": {
                "requestedQueryCost": requested,
                "actualQueryCost": actual,
                "throttleStatus": {
                    "maximumAvailable": self.capacity,
                    "currentlyAvailable": self.available,
                    "restoreRate": self.refill,
                },
            }
        }


class PlayedShop:
    """Its rooms hold the state of an idea each: `shop.room(Orders)` is made on first use."""

    def __init__(self, *rooms: object, domain: str = "played.myshopify.com") -> None:
        self.domain = domain
        self.url = ""  # while it is played: what NOTIFYHUB_SHOPIFY_URL may be
        self.app = App()  # that of the server it is played on
        self.manners = Manners()
        self.bucket = Bucket()
        self.tokens: dict[str, float] = {TOKEN: float("inf")}  # until when each is taken
        self.scopes: frozenset[str] | None = None  # None: all
        self.asked: list[Json] = []
        self.lies: list[str] = []  # answers that failed, or that Shopify could not give
        # Called with what was written: the shop, the operation's name, its variables.
        self.listeners: list[Callable[[PlayedShop, str, Json], None]] = []
        self.guard = threading.RLock()
        self._rooms: dict[type, object] = {type(room): room for room in rooms}

    def room(self, sort: type[Room]) -> Room:
        """The state of one idea; its class is made without arguments."""
        with self.guard:
            return cast("Room", self._rooms.setdefault(sort, sort()))

    def answer(self, path: str, token: str, asked: Json) -> tuple[int, Json | str]:
        """One question to the GraphQL door: a status, and JSON or whatever else is said."""
        with self.guard:
            self.asked.append(asked)
            if path != f"/admin/api/{API_VERSION}/graphql.json":
                return 404, {"errors": "Not Found"}
            if self.tokens.get(token, 0.0) <= time.time():
                return 401, {"errors": "[API] Invalid API key or access token"}
            if self.manners.statuses and (status := self.manners.statuses.pop(0)) != 200:
                return status, SOMETHING_WRONG
            if self.manners.bodies:
                return 200, self.manners.bodies.pop(0)
            return self._charge(asked)

    def _charge(self, asked: Json) -> tuple[int, Json | str]:
        points = _points(asked)
        if not self.bucket.take(points):
            throttled = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
            said = self.bucket.said(points, None)
            return 200, {"errors": [throttled], "extensions": said}
        said = self.bucket.said(points, points)
        if self.manners.errors:
            return 200, {"errors": [self.manners.errors.pop(0)], "extensions": said}
        name = asked.get("operationName", "")
        try:
            data = self._data(name, asked)
        except schema.Unfit as error:
            self.lies.append(f"{name}: {error}")
            return 200, {"errors": [{"message": str(error)}], "extensions": said}
        if name in self.manners.loses:
            self.manners.loses.remove(name)
            return 502, "<html>Bad gateway</html>"
        return 200, {"data": data, "extensions": said}

    def _data(self, name: str, asked: Json) -> Json:
        question = schema.Question(asked)
        if name not in every_answer():
            raise schema.Unfit(f"nobody in tests/shopify answers {name}")
        try:
            if self.manners.user_errors and question.is_mutation:
                error = self.manners.user_errors.pop(0)
                raise UserError(error["message"], *(error["field"] or ()))
            said = every_answer()[name](self, asked["variables"])
        except UserError as error:
            return question.refusal(error.said)
        except Exception as error:
            raise schema.Unfit(f"{type(error).__name__}: {error}") from error
        told = question.held(said)
        for listener in self.listeners if question.is_mutation else ():
            listener(self, name, asked["variables"])
        return told


def _points(asked: Json) -> float:
    """As Shopify counts, by and large: an object one, a mutation ten, a list by its length."""
    ids: Any = asked["variables"].get("ids")
    return 60.0 * len(ids) if isinstance(ids, list) else 10.0
