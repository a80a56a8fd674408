"""Microseconds for one mail: ours beside plain python-liquid with premailer, and with css-inline.

    script/bench render

One Shopify-like order confirmation, parsed once, rendered for 1,000 different orders by each, turn
by turn in one run; medians over the orders. Ours escapes, counts budgets, isolates errors, cleans
the result, inlines its styles and makes the text part; the others render and inline only.
Then Liquid alone (liquids.py), over real templates and our own words, by the processor's time; and
how many of them go which way (shares.py). BENCH_ORDERS and BENCH_ROUNDS make it shorter.
Writes results/render.json.
"""

import logging
import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any, Final

import css_inline
import liquid
import premailer  # type: ignore[import-untyped]  # it has no types

from templates_app import previewing, rendering, samples
from templates_app.cleaning import check_depth, check_page, clean_html
from templates_app.data import NotificationKind
from templates_app.engine import environment
from templates_app.engine.compiled.program import compile_program
from templates_app.plain_text import text_of
from templates_app.prepared import USES_BEFORE
from templates_app.previewing import DraftWords
from tests.bench import liquids, outcome, shares
from tests.bench.outcome import Goal

ORDERS: Final = int(os.environ.get("BENCH_ORDERS", "1000"))
# premailer takes a hundred times as long: the same orders, fewer of them.
PREMAILER_ORDERS: Final = max(ORDERS // 10, 1)

_RULES: Final = "".join(
    f".{name}{{{rule}}}"
    for name, rule in {
        "page": "background:#eef1ef;margin:0;padding:0",
        "card": "background:#ffffff;border-radius:8px;max-width:600px",
        "pad": "padding:24px 32px",
        "title": "font:600 24px/32px Arial,sans-serif;color:#1c2723;margin:0 0 12px",
        "text": "font:16px/24px Arial,sans-serif;color:#1c2723;margin:0 0 16px",
        "quiet": "font:14px/20px Arial,sans-serif;color:#5a655f",
        "button": "background:#1f4d45;border-radius:6px",
        "link": "color:#ffffff;display:inline-block;padding:14px 28px;text-decoration:none",
        "line": "border-bottom:1px solid #dfe4e1",
        "picture": "border-radius:6px;display:block",
        "name": "font:600 15px/20px Arial,sans-serif;color:#1c2723;padding:12px",
        "amount": "font:15px/20px Arial,sans-serif;text-align:right;white-space:nowrap",
        "sum": "font-weight:600;border-top:2px solid #1c2723",
    }.items()
) + "".join(f".space-{size}{{height:{size}px;line-height:{size}px}}" for size in range(4, 100, 4))
SOURCE: Final = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ name }}</title>'
    f"<style>{_RULES}@media (max-width:620px){{.pad{{padding:16px!important}}}}</style></head>"
    """<body class="page"><table class="card" width="600" align="center" role="presentation">
<tr><td class="pad"><h1 class="title">{% if customer.first_name != blank %}Thank you,
{{ customer.first_name }}!{% else %}Thank you!{% endif %}</h1>
<p class="text">Order {{ name }} of {{ created_at | date: '%B %d, %Y' }}.</p>
<table class="button"><tr><td><a class="link" href="{{ order_status_url }}">View your order</a>
</td></tr></table><div class="space-24"></div>
<table width="100%" role="presentation">{% for line in subtotal_line_items %}<tr class="line">
<td width="72">{% if line.image %}<img class="picture" src="{{ line | img_url: 'compact_cropped' }}"
 width="60" height="60" alt="">{% endif %}</td>
<td class="name">{{ line.title }} × {{ line.quantity }}{% if line.variant.title != blank
and line.variant.title != 'Default Title' %}<br><span class="quiet">{{ line.variant.title }}</span>
{% endif %}{% for allocation in line.discount_allocations %}<br><span class="quiet">
{{ allocation.discount_application.title | upcase }} (-{{ allocation.amount | money }})</span>
{% endfor %}{% for property in line.properties %}{% assign first = property.first | slice: 0 %}
{% unless first == '_' %}<br><span class="quiet">{{ property.first }}: {{ property.last }}</span>
{% endunless %}{% endfor %}</td>
<td class="amount">{% if line.original_line_price != line.final_line_price %}<del class="quiet">
{{ line.original_line_price | money }}</del><br>{% endif %}{{ line.final_line_price | money }}</td>
</tr>{% endfor %}</table>
<table width="100%" role="presentation">
<tr><td class="quiet">Subtotal</td><td class="amount">{{ subtotal_price | money }}</td></tr>
{% for discount in cart_level_discount_applications %}<tr><td class="quiet">{{ discount.title }}
</td><td class="amount">-{{ discount.total_allocated_amount | money }}</td></tr>{% endfor %}
<tr><td class="quiet">Shipping</td><td class="amount">{{ shipping_price | money }}</td></tr>
{% for tax in tax_lines %}<tr><td class="quiet">{{ tax.title }} {{ tax.rate | times: 100 }} %</td>
<td class="amount">{{ tax.price | money }}</td></tr>{% endfor %}
{% if total_tip and total_tip > 0 %}<tr><td class="quiet">Tip</td>
<td class="amount">{{ total_tip | money }}</td></tr>{% endif %}
<tr><td class="sum text">Total</td><td class="sum amount">{{ total_price | money_with_currency }}
</td></tr></table><div class="space-32"></div>
{% if shipping_address %}<h2 class="title">Shipping address</h2><p class="text">
{{ shipping_address.name }}<br>{{ shipping_address.address1 }}<br>{{ shipping_address.zip }}
{{ shipping_address.city }}<br>{{ shipping_address.country }}</p>{% endif %}
<p class="quiet">Questions? Write to <a href="mailto:{{ shop.email }}">{{ shop.email }}</a>.</p>
</td></tr></table></body></html>"""
)


def orders() -> list[dict[str, Any]]:
    """Samples of every sort with other names, lines and quantities."""
    chance = random.Random(7)
    made = []
    for number in range(ORDERS):
        base = list(samples.SAMPLES.values())[number % len(samples.SAMPLES)]()
        lines = base["subtotal_line_items"] * chance.randint(1, 3)
        for line in lines:
            line["quantity"] = chance.randint(1, 9)
        base["subtotal_line_items"] = base["line_items"] = lines
        base["name"] = f"#{10_000 + number}"
        made.append(base)
    return made


def plain_engine() -> Callable[[dict[str, Any]], str]:
    """python-liquid as its manual begins, with the leanest filters that give such a mail."""
    plain = liquid.Environment(autoescape=True)
    plain.add_filter("money", lambda amount: f"{(amount or 0) / 100:,.2f}")
    plain.add_filter("money_with_currency", lambda amount: f"{(amount or 0) / 100:,.2f} NOK")
    plain.add_filter("img_url", lambda line, _size="": (line.get("image") or {}).get("src", ""))
    template = plain.from_string(SOURCE)
    return lambda order: str(template.render(**order))


def contestants() -> dict[str, tuple[Callable[[dict[str, Any]], Any], int]]:
    words = DraftWords(
        fingerprint="bench",
        locales=["en"],
        sources={"en": {"subject": "{{ name }}", "html": SOURCE}},
    )
    plain = plain_engine()
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    return {
        "ours, whole": (
            lambda order: rendering.render(
                revision=words, locale="en", context=order, is_sending=True
            ), ORDERS,
        ),
        "python-liquid + css-inline": (lambda order: inliner.inline(plain(order)), ORDERS),
        "python-liquid + premailer": (
            lambda order: premailer.transform(
                plain(order), cssutils_logging_level=logging.CRITICAL, allow_network=False
            ),
            PREMAILER_ORDERS,
        ),
        "python-liquid alone": (plain, ORDERS),
    }  # fmt: skip


def parts_of_ours() -> dict[str, Callable[[dict[str, Any]], Any]]:
    """What a mail of ours spends its time on, on one order."""
    program = environment.parse(SOURCE)
    quick = compile_program(program)
    if quick is None:
        raise SystemExit("The template is not compiled.")
    order = samples.rich()
    page = program.render(order, rendering.options_for(order, "en")).text
    html = rendering.inlined(clean_html(page))

    def cleaned(_: object) -> str:
        check_page(page)
        clean = clean_html(page)
        check_depth(clean)
        return clean

    return {
        "Liquid": lambda _: program.render(order, rendering.options_for(order, "en")),
        "Liquid, compiled": lambda _: quick.render(order, rendering.options_for(order, "en")),
        "checking and cleaning": cleaned,
        "inlining": lambda _: rendering.inlined(page),
        "text part": lambda _: text_of(html),
    }


def our_own_words() -> dict[str, float]:
    """The default confirmation, which goes the quick way, beside the same the plain way."""
    words = previewing.default_words(NotificationKind.ORDER_CONFIRMATION)
    order = samples.dressed(samples.rich(), words.brand)
    order["notifyhub"]["kind"] = NotificationKind.ORDER_CONFIRMATION.value

    def plain(_: object) -> object:
        return rendering.render(revision=words, locale="nb", context=order)

    def quick(_: object) -> object:
        return rendering.render(revision=words, locale="nb", context=order, is_sending=True)

    took = {"plain": statistics.median(microseconds(plain, None) for _ in range(100))}
    for _ in range(USES_BEFORE - 1):
        quick(None)
    took["preparing once"] = microseconds(quick, None)
    took["quick"] = statistics.median(microseconds(quick, None) for _ in range(100))
    return {name: round(each) for name, each in took.items()}


def microseconds(function: Callable[[Any], Any], value: Any) -> float:
    began = time.perf_counter_ns()
    function(value)
    return (time.perf_counter_ns() - began) / 1_000


def measure() -> dict[str, Any]:
    batch, entries = orders(), contestants()
    for function, _ in entries.values():  # warm: imports, caches, the parse, what is prepared
        for _ in range(USES_BEFORE):
            function(batch[0])
    took: dict[str, list[float]] = {name: [] for name in entries}
    for number, order in enumerate(batch):
        for name, (function, count) in entries.items():
            if number % (ORDERS // count) == 0:
                took[name].append(microseconds(function, order))
    medians = {name: round(statistics.median(each)) for name, each in took.items()}
    slow = {name: round(statistics.quantiles(each, n=20)[-1]) for name, each in took.items()}
    parse = statistics.median(microseconds(environment.parse, SOURCE) for _ in range(20))
    ours = medians["ours, whole"]
    return {
        "orders": {name: len(each) for name, each in took.items()},
        "microseconds a mail, median": medians,
        "microseconds a mail, 95th of 100": slow,
        "ours, by part": {
            name: round(statistics.median(microseconds(part, None) for _ in range(100)))
            for name, part in parts_of_ours().items()
        },
        "our own words, whole": our_own_words(),
        "parsing once": round(parse),
        "Liquid alone": liquids.measure(),
        "ways": {
            "our own words": shares.of_our_kinds(),
            "shared templates": shares.of_shared_templates(),
        },
        "ours is faster than premailer": round(medians["python-liquid + premailer"] / ours, 1),
        "ours to css-inline": round(medians["python-liquid + css-inline"] / ours, 2),
    }


def main() -> None:
    measured = measure()
    alone, beside = measured["Liquid alone"], "python-liquid, the processor's time"
    goals = [
        Goal(
            "Liquid of 114 templates, median", 6.0,
            alone["shared templates"]["times python-liquid, median"], "×", beside,
        ),
        Goal(
            "Liquid of our confirmation", 10.0,
            alone["our own words"]["order confirmation, times python-liquid"], "×", beside,
        ),
    ]  # fmt: skip
    print(outcome.keep("render", measured, goals).read_text())


if __name__ == "__main__":
    main()
