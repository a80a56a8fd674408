"""A small load generator: signed webhooks over kept-alive connections, to this machine only.

    python -m tests.bench.load --port 8000 --path /in/shopify/… --secret … --domain …

One thread and one selector, so that it costs the machine little. A server that ends each connection
after its answer, as gunicorn's sync workers do, is connected to anew. Prints one JSON line.
"""

import argparse
import base64
import hashlib
import hmac
import json
import selectors
import socket
import time
import uuid
from dataclasses import dataclass, field

HOST = "127.0.0.1"
BODY_SIZE = 8_000
LONGEST = 60.0
IDLE = 10.0  # seconds, after which a connection is not used again: servers close them after 30


@dataclass(eq=False)
class Caller:
    """One connection with one request in flight."""

    port: int
    waiting: selectors.BaseSelector
    host: str = HOST
    sent_at: float = 0.0
    free_since: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    channel: socket.socket | None = None

    def send(self, request: bytes, at: float | None = None) -> None:
        """`at`: since when it counts; a request that had to wait counts from when it was due."""
        if time.perf_counter() - self.free_since > IDLE:
            self.hang_up()
        self.received.clear()
        self.sent_at = time.perf_counter() if at is None else at
        self._connected().sendall(request)

    def status(self) -> int | None:
        """The status once the whole answer is here; 0 if the server hung up before."""
        try:
            part = self._connected().recv(65536)
        except ConnectionResetError:
            part = b""
        if not part:
            self.hang_up()
            return 0
        self.received += part
        head, blank, rest = bytes(self.received).partition(b"\r\n\r\n")
        if not blank:
            return None
        head = head.lower()
        length = 0
        for line in head.split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        if len(rest) < length:
            return None
        if b"\r\nconnection: close" in head:
            self.hang_up()
        self.free_since = time.perf_counter()
        return int(head[9:12])

    def hang_up(self) -> None:
        if self.channel is not None:
            self.waiting.unregister(self.channel)
            self.channel.close()
            self.channel = None

    def _connected(self) -> socket.socket:
        if self.channel is None:
            self.channel = socket.create_connection((self.host, self.port), timeout=LONGEST)
            self.channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.waiting.register(self.channel, selectors.EVENT_READ, self)
        return self.channel


def body_of(number: int) -> bytes:
    """An order of about 8 kB, like no other."""
    order = {
        "id": 5_000_000_000_000 + number,
        "admin_graphql_api_id": f"gid://shopify/Order/{number}",
        "nonce": uuid.uuid4().hex,
        "email": "buyer@example.com",
        "currency": "NOK",
        "total_price": "1499.00",
        "line_items": [],
    }
    line = {
        "id": number,
        "title": "Genser i ull, håndstrikket",
        "quantity": 1,
        "price": "499.00",
        "sku": "ULL-01",
        "properties": [{"name": "Farge", "value": "Rød"}],
    }
    order["line_items"] = [{**line, "position": place} for place in range(50)]
    text = json.dumps(order).encode()
    order["padding"] = "x" * max(0, BODY_SIZE - len(text) - 15)
    return json.dumps(order).encode()


def request_of(number: int, options: argparse.Namespace) -> bytes:
    body = body_of(number)
    mac = base64.b64encode(hmac.digest(options.secret.encode(), body, hashlib.sha256)).decode()
    head = (
        f"POST {options.path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Shopify-Topic: orders/create\r\n"
        f"X-Shopify-Hmac-Sha256: {mac}\r\nX-Shopify-Shop-Domain: {options.domain}\r\n"
        f"X-Shopify-Event-Id: {uuid.uuid4()}\r\nX-Shopify-API-Version: 2026-10\r\n"
        "X-Shopify-Triggered-At: 2026-11-21T12:00:00.000000000Z\r\n\r\n"
    )
    return head.encode() + body


def run(options: argparse.Namespace, requests: list[bytes]) -> dict[str, object]:
    """Send them in this order, until they or the seconds are over."""
    requests.reverse()
    waiting = selectors.DefaultSelector()
    callers = [Caller(options.port, waiting, options.host) for _ in range(options.connections)]
    statuses: dict[int, int] = {}
    took: list[float] = []
    began = time.perf_counter()
    end = began + min(options.seconds, LONGEST)
    for caller in callers:
        caller.send(requests.pop())
    busy = len(callers)
    while busy:
        for key, _ in waiting.select(timeout=LONGEST):
            caller = key.data
            status = caller.status()
            if status is None:
                continue
            now = time.perf_counter()
            statuses[status] = statuses.get(status, 0) + 1
            took.append(now - caller.sent_at)
            if requests and now < end and status:
                caller.send(requests.pop())
                continue
            caller.hang_up()
            busy -= 1
    return summed_up(statuses, took, time.perf_counter() - began)


def summed_up(statuses: dict[int, int], took: list[float], seconds: float) -> dict[str, object]:
    took.sort()
    return {
        "statuses": {str(status): count for status, count in statuses.items()},
        "seconds": round(seconds, 3),
        "per_second": round(len(took) / seconds, 1),
        "p50_ms": round(1000 * took[len(took) // 2], 2),
        "p95_ms": round(1000 * took[len(took) * 95 // 100], 2),
        "p99_ms": round(1000 * took[len(took) * 99 // 100], 2),
    }


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=HOST, help="a namespace of this machine")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--domain", required=True)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    return parser.parse_args()


def main() -> None:
    wanted = options()
    requests = [request_of(number, wanted) for number in range(wanted.count)]
    print(json.dumps(run(wanted, requests)))


if __name__ == "__main__":
    main()
