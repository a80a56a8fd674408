"""One conversation with one shop: bounded in time and size, patient with limits, never chatty.

See Note [Shopify's bucket]. A Wire serves one thread; the pool below it may serve several.
"""

import json
import random
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import httpx
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from stores.shopify.bucket import Bucket
from stores.shopify.documents import API_VERSION, Document
from stores.shopify.errors import Away, Disconnected, Refused, Throttled, TokenRefused

Json = dict[str, Any]

DEADLINE: Final = 20.0  # seconds for a question with all its tries
LONGEST_ANSWER: Final = 4 * 1024 * 1024
TIMEOUTS: Final = httpx.Timeout(10.0, connect=4.0, pool=4.0)
PAUSES: Final = (0.3, 1.0, 3.0)  # seconds before the second, third and fourth try
LEAST_WAIT: Final = 0.1  # before asking again what was refused for want of points
TOO_MUCH: Final = "Too much was asked of this shop of late"
SHOPS_OWN_URL: Final = "https://{shop}"  # unless Shopify is played somewhere
_NOT_WELL: Final = frozenset({408, 425, 500, 502, 503, 504})
_FROZEN: Final = frozenset({402, 423})


class Pass(Protocol):
    """What opens a shop's door, looked at anew for each question."""

    def text(self) -> str:
        """The token of now. Raises Away or Disconnected."""

    def refused(self, text: str) -> None:
        """The shop does not know it."""


class Wire:
    """Asks documents of one shop over a pool of connections that others share."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        url: str,
        token: str | Pass,
        bucket: Bucket | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http, self._url, self._token = http, url, token
        self._sleep, self._clock = sleep, clock
        self._bucket = bucket or Bucket(clock)

    def __repr__(self) -> str:
        return f"Wire({self._url})"  # the token is nobody's to read in a log

    def ask(self, document: Document, variables: Mapping[str, Any]) -> Json:
        """The answer's `data`. Raises Away, Throttled, Refused or Disconnected."""
        end = self._clock() + DEADLINE
        pauses, crowd = iter(PAUSES), 1.0
        while True:
            try:
                self._wait_for_points(document.points, end)
                return self._once(document, variables, end)
            except Throttled as error:  # it was not done, so any document may be asked again
                wait = error.wait * random.uniform(1.0, 1.0 + crowd)  # noqa: S311 - to part those who wait
                crowd *= 2
                self._sleep_before(end, wait, error)
            except Away as error:
                pause = next(pauses, None)
                if pause is None or not document.is_repeatable:
                    raise
                spread = pause * random.uniform(0.5, 1.5)  # noqa: S311 - to spread tries
                self._sleep_before(end, max(error.wait, spread), error)

    def _sleep_before(self, end: float, seconds: float, error: Away) -> None:
        if self._clock() + seconds >= end:
            raise error
        self._sleep(seconds)

    @sensitive_variables()
    def _once(self, document: Document, variables: Mapping[str, Any], end: float) -> Json:
        asked = {
            "operationName": document.name,
            "query": document.text,
            "variables": dict(variables),
        }
        token = self._token if isinstance(self._token, str) else self._token.text()
        status, headers, content = self._post(asked, token, end)
        if status == 429:
            wait = _seconds(headers.get("Retry-After", "")) or 1.0
            raise Throttled(f"{TOO_MUCH}: Shopify answered 429", wait=wait)
        if status in _NOT_WELL:
            raise Away(f"Shopify answered {status}", wait=_seconds(headers.get("Retry-After", "")))
        if status == 401:
            if not isinstance(self._token, str):
                self._token.refused(token)
            raise TokenRefused("Shopify answered 401: the store's token is not accepted")
        if status == 403:
            raise Disconnected(f"Shopify answered {status}: the store's token is not accepted")
        if status in _FROZEN:
            raise Refused(f"Shopify answered {status}: the shop is frozen")
        if status != 200:
            raise Refused(f"Shopify answered {status}")
        return self._data(content, document.points)

    @sensitive_variables()
    def _post(self, asked: Json, token: str, end: float) -> tuple[int, httpx.Headers, bytes]:
        headers = {"X-Shopify-Access-Token": token, "Accept": "application/json"}
        try:
            with self._http.stream("POST", self._url, json=asked, headers=headers) as answer:
                content = b""
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > LONGEST_ANSWER:
                        raise Refused("Shopify's answer is too long")
                    if self._clock() >= end:  # each piece came in time, and the whole did not
                        raise Away("Shopify answers too slowly")
                return answer.status_code, answer.headers, content
        except httpx.HTTPError as error:
            # Not the error itself: its request holds the token.
            raise Away(f"Shopify cannot be reached: {type(error).__name__}") from None

    def _data(self, content: bytes, points: int) -> Json:
        try:
            said = json.loads(content)
        except ValueError:
            raise Away("Shopify's answer is no JSON") from None
        if not isinstance(said, dict):
            raise Refused("Shopify's answer is no object")
        self._learn(said)
        errors = said.get("errors")
        if errors:
            raise self._error(errors, points)
        data = said.get("data")
        if not isinstance(data, dict):
            raise Refused("Shopify's answer has no data")
        return data

    def _learn(self, said: Json) -> None:
        """How full the bucket is. See Note [Shopify's bucket]."""
        status = _mapping(
            _mapping(_mapping(said.get("extensions")).get("cost")).get("throttleStatus")
        )
        available, refill = status.get("currentlyAvailable"), status.get("restoreRate")
        if isinstance(available, int | float) and isinstance(refill, int | float) and refill > 0:
            self._bucket.learn(float(available), float(refill))

    def _wait_for_points(self, points: int, end: float) -> None:
        while wait := self._bucket.seconds_until(points):  # others may take what it waited for
            self._sleep_before(end, wait, Throttled(TOO_MUCH, wait=wait))
        self._bucket.take(points)

    def _error(self, errors: object, points: int) -> Exception:
        first = _mapping(errors[0]) if isinstance(errors, list) and errors else {}
        said = str(first.get("message") or errors)[:200]
        code = _mapping(first.get("extensions")).get("code")
        if code == "THROTTLED":
            return Throttled(TOO_MUCH, wait=max(self._bucket.seconds_until(points), LEAST_WAIT))
        if code in ("INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"):
            return Away(f"Shopify says: {said}")
        if code in ("ACCESS_DENIED", "UNAUTHORIZED"):
            return Disconnected(f"Shopify says: {said}")
        return Refused(f"Shopify says: {said}")


def shop_url(shop_domain: str, path: str) -> str:
    """An address of a shop's own, such as "/admin/oauth/authorize"; or where it is played."""
    return _below(settings.NOTIFYHUB_SHOPIFY_URL, shop_domain, path)


def url_of(base: str, shop_domain: str) -> str:
    """Where a shop's API answers."""
    return _below(base, shop_domain, f"/admin/api/{API_VERSION}/graphql.json")


def _below(base: str, shop_domain: str, path: str) -> str:
    return f"{base.format(shop=shop_domain.lower()).rstrip('/')}{path}"


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _seconds(text: str) -> float:
    try:
        return max(0.0, min(float(text), 3600.0))
    except ValueError:
        return 0.0
