"""Bulk operations at the played Shopify: gathered at once, told as done when the test says so."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.shopify import schema
from tests.shopify.answers import Json, UserError, answers
from tests.shopify.orders import Orders
from tests.shopify.shop import PlayedShop
from tests.shopify.talk import Asked, Reply

LISTS = ("lineItems", "shippingLines", "discountApplications")
# What a bulk operation does not tell: lists with pages, below lists without.
_BELOW = {
    "fulfillments": ("fulfillmentLineItems", "events"),
    "refunds": ("refundLineItems", "transactions", "refundShippingLines"),
}


@dataclass
class Bulks:
    """`runs`: how often it is told as running before it is done."""

    operations: dict[str, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # by path
    scopes: tuple[str, ...] = ("read_orders", "read_all_orders")
    runs: int = 1
    fails: str = ""  # an errorCode, at the end
    is_partial: bool = False  # then there is a file nonetheless
    expired: int = 0  # so many next readings of a file are refused
    asked: list[str] = field(default_factory=list)  # the queries that were run
    ranges: list[str] = field(default_factory=list)
    strays: bool = False  # lines follow their orders no more


def lines_of(node: Json) -> Iterator[Json]:
    """As Shopify writes it with groupObjects: the order, then what belongs to it."""
    order = {name: value for name, value in node.items() if name not in LISTS}
    for name, below in _BELOW.items():
        order[name] = [
            {key: value for key, value in each.items() if key not in below}
            for each in node.get(name, ())
        ]
    order.pop("paymentTerms", None)
    yield order
    for name in LISTS:
        for each in node[name]["nodes"]:
            yield {**each, "__parentId": node["id"]}


def file_of(nodes: list[Json], *, strays: bool = False) -> bytes:
    rows = [list(lines_of(node)) for node in nodes]
    if strays:
        rows = [[one[0] for one in rows], [line for one in rows for line in one[1:]]]
    return b"".join(json.dumps(line).encode() + b"\n" for one in rows for line in one)


@answers("Granted")
def granted(shop: PlayedShop, variables: Json) -> Json:
    scopes = [{"handle": each} for each in shop.room(Bulks).scopes]
    return {"currentAppInstallation": {"accessScopes": scopes}}


@answers("RunBulk")
def run_bulk(shop: PlayedShop, variables: Json) -> Json:
    bulks, query = shop.room(Bulks), variables["query"]
    bulks.asked.append(query)
    if schema.shopifys_schema():
        schema.check_document(query)
    if any(each["status"] == "RUNNING" for each in bulks.operations.values()):
        busy = UserError("A bulk query operation for this app and shop is already in progress")
        busy.said["code"] = "OPERATION_IN_PROGRESS"
        raise busy
    gid = f"gid://shopify/BulkOperation/{len(bulks.operations) + 1}"
    bulks.operations[gid] = {
        "id": gid,
        "status": "CREATED",
        "query": query,
        "errorCode": None,
        "objectCount": "0",
        "rootObjectCount": "0",
        "fileSize": None,
        "url": None,
        "partialDataUrl": None,
        "looks": 0,
    }
    made: Any = bulks.operations[gid]
    return {"bulkOperationRunQuery": {"bulkOperation": made, "userErrors": []}}


@answers("RecentBulks")
def recent_bulks(shop: PlayedShop, variables: Json) -> Json:
    rows = list(shop.room(Bulks).operations.values())
    return {"bulkOperations": {"nodes": rows[::-1][:10]}}


@answers("Bulk")
def bulk(shop: PlayedShop, variables: Json) -> Json:
    bulks = shop.room(Bulks)
    operation = bulks.operations.get(variables["id"])
    if operation is None:
        return {"bulkOperation": None}
    operation["looks"] += 1
    if operation["looks"] <= bulks.runs:
        operation["status"] = "RUNNING"
    elif operation["status"] in ("CREATED", "RUNNING"):
        _finish(shop, bulks, operation)
    return {"bulkOperation": operation}


def _finish(shop: PlayedShop, bulks: Bulks, operation: Json) -> None:
    nodes = [each for each in shop.room(Orders).nodes.values() if "lineItems" in each]
    path = f"/bulk/{operation['id'].rpartition('/')[2]}.jsonl"
    content = bulks.files.setdefault(path, file_of(nodes, strays=bulks.strays))
    operation |= {
        "status": "FAILED" if bulks.fails else "COMPLETED",
        "errorCode": bulks.fails or None,
        "rootObjectCount": str(len(nodes)),
        "fileSize": str(len(content)),
    }
    if not content:
        return
    if not bulks.fails:
        operation["url"] = shop.url + path
    elif bulks.is_partial:
        operation["partialDataUrl"] = shop.url + path


@answers("CancelBulk")
def cancel_bulk(shop: PlayedShop, variables: Json) -> Json:
    operation: Any = shop.room(Bulks).operations[variables["id"]]
    operation["status"] = "CANCELED"
    return {"bulkOperationCancel": {"bulkOperation": operation, "userErrors": []}}


def file(shop: PlayedShop, path: str, asked: Asked) -> Reply:
    """The file's own door: no token, but whoever has the address may read."""
    bulks = shop.room(Bulks)
    content = bulks.files.get(path)
    if bulks.expired:
        bulks.expired -= 1
        return Reply(403, b"<Error><Code>ExpiredToken</Code></Error>")
    if content is None:
        return Reply(404)
    wanted = asked.headers.get("range", "")
    bulks.ranges.append(wanted)
    start = int(wanted.removeprefix("bytes=").rstrip("-") or 0) if wanted else 0
    if wanted and start >= len(content):
        return Reply(416)
    return Reply(206 if wanted else 200, content[start:])
