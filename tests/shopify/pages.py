"""The played Shopify's own small admin, for the demo: sell, send off, misbehave, uninstall."""

import html
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tests.shopify import selling
from tests.shopify.news import News
from tests.shopify.selling import Business
from tests.shopify.shop import PlayedShop
from tests.shopify.talk import Asked, Reply

if TYPE_CHECKING:
    from tests.shopify.server import Played

STYLE: Final = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;
padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #8884;padding:.4rem;
text-align:left}form{display:inline}button{font:inherit;padding:.3rem .8rem;min-height:2.2rem}
:root{color-scheme:light dark}code{overflow-wrap:anywhere}"""


def _sell(shop: PlayedShop, _fields: dict[str, str]) -> None:
    selling.sell(shop)


def _send_off(shop: PlayedShop, fields: dict[str, str]) -> None:
    selling.send_off(shop, int(fields["order"]))


def _cancel(shop: PlayedShop, fields: dict[str, str]) -> None:
    selling.cancel(shop, int(fields["order"]))


def _note(shop: PlayedShop, fields: dict[str, str]) -> None:
    selling.change_note(shop, int(fields["order"]), fields.get("text", ""))


def _uninstall(shop: PlayedShop, _fields: dict[str, str]) -> None:
    selling.uninstall(shop)


def _be_away(shop: PlayedShop, _fields: dict[str, str]) -> None:
    shop.manners.statuses = [503] * 20


def _behave(shop: PlayedShop, _fields: dict[str, str]) -> None:
    shop.manners.statuses = []
    shop.room(News).is_silent = False


def _be_silent(shop: PlayedShop, _fields: dict[str, str]) -> None:
    shop.room(News).is_silent = True


DEEDS: Final[dict[str, tuple[str, Callable[[PlayedShop, dict[str, str]], None]]]] = {
    "sell": ("Sell something", _sell),
    "be-away": ("Answer the next 20 questions with 503", _be_away),
    "be-silent": ("Lose all webhooks", _be_silent),
    "behave": ("Behave again", _behave),
    "uninstall": ("Uninstall NotifyHub", _uninstall),
    "send-off": ("Send off", _send_off),
    "cancel": ("Cancel", _cancel),
    "note": ("Change the note", _note),
}
OF_SHOP: Final = ("sell", "be-away", "be-silent", "behave", "uninstall")
OF_ORDER: Final = ("send-off", "cancel")


def index(played: "Played") -> Reply:
    rows = "".join(
        f'<li><a href="/{_h(name)}/">{_h(name)}</a></li>' for name in sorted(played.shops)
    )
    return _page(
        "Shopify, played",
        f"""<p>Nothing here leaves this machine. Connect any shop's name in NotifyHub, such as
<code>fjell-demo.myshopify.com</code>: it opens here by itself.</p><ul>{rows}</ul>""",
    )


def of_shop(shop: PlayedShop, path: str, asked: Asked) -> Reply:
    """The shop's page; at do/… one of its deeds."""
    if asked.method == "POST" and path.startswith("/do/"):
        deed = DEEDS.get(path.removeprefix("/do/"))
        if deed is None:
            return Reply.html("There is no such deed", 404)
        try:
            deed[1](shop, asked.fields)
        except (KeyError, ValueError):
            return Reply.html("There is no such order", 404)
        return Reply.leading_to(f"/{shop.domain}/")
    if path not in ("/", "/admin"):
        return Reply.html("There is nothing here", 404)
    return _page(shop.domain, _shop(shop))


def _shop(shop: PlayedShop) -> str:
    with shop.guard:
        news, business = shop.room(News), shop.room(Business)
        topics = ", ".join(sorted(news.topics())) or "none"
        orders = "".join(_order(body) for body in business.newest())
        buttons = " ".join(_button(shop, name) for name in OF_SHOP)
        silent = " Webhooks are lost." if news.is_silent else ""
        return f"""<p><a href="/">All shops</a></p><p>{buttons}</p>
<p>{len(news.subscriptions)} subscriptions ({_h(topics)}); {len(news.outbox)} webhooks wait,
{len(news.dropped)} were given up.{silent} {len(shop.asked)} questions were asked of it.</p>
<table><tr><th>Order</th><th>Buyer</th><th>Total</th><th>State</th><th>Tags, note</th><th></th></tr>
{orders.replace("@shop@", _h(shop.domain))}</table>"""


def _order(body: dict[str, object]) -> str:
    state = "cancelled" if body.get("cancelled_at") else body["fulfillment_status"] or "to be sent"
    number = _h(body["id"])
    deeds = "".join(
        f'<form method="post" action="/@shop@/do/{name}"><input type="hidden" name="order" '
        f'value="{number}"><button>{_h(DEEDS[name][0])}</button></form> '
        for name in (OF_ORDER if state == "to be sent" else ())
    )
    note = (
        f'<form method="post" action="/@shop@/do/note"><input type="hidden" name="order" '
        f'value="{number}"><input name="text" aria-label="Note" value="{_h(body["note"] or "")}">'
        f"<button>Write</button></form>"
    )
    return (
        f"<tr><td>{_h(body['name'])}</td><td>{_h(body['email'])}</td>"
        f"<td>{_h(body['total_price'])} {_h(body['currency'])}</td><td>{_h(state)}</td>"
        f"<td>{_h(body['tags'])} {note}</td><td>{deeds}</td></tr>"
    )


def _button(shop: PlayedShop, name: str) -> str:
    words = _h(DEEDS[name][0])
    address = f"/{_h(shop.domain)}/do/{name}"
    return f'<form method="post" action="{address}"><button>{words}</button></form>'


def _page(title: str, body: str) -> Reply:
    return Reply.html(
        f"""<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{_h(title)}</title>
<style>{STYLE}</style><h1>{_h(title)}</h1>{body}</html>"""
    )


def _h(value: object) -> str:
    return html.escape(str(value))
