"""A small load generator: signed webhooks over kept-alive connections, to this machine only.

    python -m tests.bench.load --port 8000 --path /in/shopify/… --secret … --domain …

One thread and one selector, so that it costs the machine little. Prints one JSON line.
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


@dataclass
class Caller:
    """One connection with one request in flight."""

    channel: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def send(self, request: bytes) -> None:
        self.received.clear()
        self.sent_at = time.perf_counter()
        self.channel.sendall(request)

    def status(self) -> int | None:
        """The status once the whole answer is here; 0 if the server hung up."""
        part = self.channel.recv(65536)
        if not part:
            return 0
        self.received += part
        head, blank, rest = bytes(self.received).partition(b"\r\n\r\n")
        if not blank:
            return None
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return int(head[9:12]) if len(rest) >= length else None


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


def run(options: argparse.Namespace) -> dict[str, object]:
    requests = [request_of(number, options) for number in range(options.count)]
    requests.reverse()
    waiting = selectors.DefaultSelector()
    callers = []
    for _ in range(options.connections):
        channel = socket.create_connection((HOST, options.port), timeout=LONGEST)
        channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        callers.append(Caller(channel))
    statuses: dict[int, int] = {}
    took: list[float] = []
    began = time.perf_counter()
    end = began + min(options.seconds, LONGEST)
    for caller in callers:
        waiting.register(caller.channel, selectors.EVENT_READ, caller)
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
            waiting.unregister(caller.channel)
            caller.channel.close()
            busy -= 1
    seconds = time.perf_counter() - began
    took.sort()
    return {
        "statuses": {str(status): count for status, count in statuses.items()},
        "seconds": round(seconds, 3),
        "per_second": round(len(took) / seconds, 1),
        "p50_ms": round(1000 * took[len(took) // 2], 2),
        "p99_ms": round(1000 * took[len(took) * 99 // 100], 2),
    }


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--domain", required=True)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    return parser.parse_args()


if __name__ == "__main__":
    print(json.dumps(run(options())))
