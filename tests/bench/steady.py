"""Shopify on a busy day: signed webhooks of new orders at a steady rate, whatever the server does.

    python -m tests.bench.steady --port 8000 --path /in/shopify/… --domain … --rate 500

An open loop: each request is due at its moment and counts from then, also if all connections are
still busy with others (no coordinated omission). The secret comes in BENCH_SECRET, since arguments
are listed. Prints one JSON line.
"""

import argparse
import base64
import hmac
import json
import os
import selectors
import time
import uuid
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from tests.bench.load import HOST, Caller, summed_up
from tests.factories import payloads

MOST: Final = 600.0  # seconds
CONNECTIONS: Final = 256
FIRST: Final = 700_000
_NUMBER: Final = "7770001"  # stands for the number of each order in the written one


def body_writer() -> Callable[[int], bytes]:
    """Writes orders of three lines, each like no other and placed now."""
    now = datetime.now(UTC).isoformat()
    order = payloads.order(
        id=int(f"5{_NUMBER}"),
        admin_graphql_api_id=f"gid://shopify/Order/5{_NUMBER}",
        name=f"#{_NUMBER}",
        order_number=int(_NUMBER),
        email=f"buyer-{_NUMBER}@example.com",
        order_status_url=f"https://fjell.example/orders/{_NUMBER}",
        financial_status="paid",
        customer=payloads.customer(
            id=int(f"6{_NUMBER}"), email=f"buyer-{_NUMBER}@example.com", updated_at=now
        ),
        line_items=[payloads.line(place, id=int(f"{place}{_NUMBER}")) for place in (1, 2, 3)],
        created_at=now,
        processed_at=now,
        updated_at=now,
    )
    parts = json.dumps(order).encode().split(_NUMBER.encode())
    return lambda number: str(number).encode().join(parts)


def request_writer(options: argparse.Namespace) -> Callable[[int], bytes]:
    secret, write = os.environ["BENCH_SECRET"].encode(), body_writer()

    def request(number: int) -> bytes:
        body = write(number)
        mac = base64.b64encode(hmac.digest(secret, body, "sha256")).decode()
        head = (
            f"POST {options.path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nX-Shopify-Topic: orders/create\r\n"
            f"X-Shopify-Hmac-Sha256: {mac}\r\nX-Shopify-Shop-Domain: {options.domain}\r\n"
            f"X-Shopify-Event-Id: {uuid.uuid4()}\r\nX-Shopify-API-Version: 2026-10\r\n"
            f"X-Shopify-Triggered-At: {datetime.now(UTC).isoformat()}\r\n\r\n"
        )
        return head.encode() + body

    return request


class Steady:
    """So many requests at a fixed rate, over as many connections as are needed."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._waiting = selectors.DefaultSelector()
        self._idle = [Caller(options.port, self._waiting) for _ in range(CONNECTIONS)]
        self._request = request_writer(options)
        self._count = int(options.rate * min(options.seconds, MOST))
        self._rate = options.rate
        self._statuses: dict[int, int] = {}
        self._took: list[float] = []

    def run(self) -> dict[str, object]:
        began = time.perf_counter()
        due = deque((began + place / self._rate, FIRST + place) for place in range(self._count))
        while len(self._took) < self._count:
            now = time.perf_counter()
            while due and due[0][0] <= now and self._idle:
                at, number = due.popleft()
                self._idle.pop().send(self._request(number), at)
            is_later = bool(due) and due[0][0] > now
            pause = due[0][0] - time.perf_counter() if is_later else MOST
            self._hear(max(pause, 0.0))
        found = summed_up(self._statuses, self._took, time.perf_counter() - began)
        return {**found, "longest_ms": round(1000 * self._took[-1], 2)}

    def _hear(self, pause: float) -> None:
        if not self._waiting.get_map():
            time.sleep(min(pause, 0.05))
            return
        for key, _ in self._waiting.select(timeout=pause):
            caller: Caller = key.data
            status = caller.status()
            if status is None:
                continue
            self._statuses[status] = self._statuses.get(status, 0) + 1
            self._took.append(time.perf_counter() - caller.sent_at)
            self._idle.append(caller)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--domain", required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seconds", type=float, default=60.0)
    print(json.dumps(Steady(parser.parse_args()).run()))


if __name__ == "__main__":
    main()
