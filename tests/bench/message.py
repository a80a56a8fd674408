"""Processor time of one whole mail: ours beside plain python-liquid, css-inline and Django's mail.

    script/bench message

The send bench's confirmations, in our own default words, in memory and without a database. Fifty
orders at a time are made mails by each, turn by turn; medians of the processor's time. The peer is
what one would write first: python-liquid (parsed once), css-inline, EmailMultiAlternatives.
Its filters are the leanest that give such a mail, and its text part is one fixed sentence, both in
its favour. Ours stands beside it three times: with the same fixed sentence, so that both do the
same work (page, styles, headers, bytes); as a worker does it, the text part made of the page and
the linked data of the order; and the plain way. Under it stands the whole of composing, as a
worker does it of rows that it has read: context, page, text part, links, headers, bytes, and the
packed body for the archive.
Writes results/message.json.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any, Final

import css_inline
import django
import liquid

from tests.bench import outcome
from tests.bench.outcome import Goal
from tests.plugin import SURROUNDINGS

ORDERS: Final = int(os.environ.get("BENCH_ORDERS", "400"))
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "5"))
TURN: Final = 50  # mails, as many as a worker claims at once
WARM: Final = 150  # mails, after which all that is prepared is
GOAL: Final = 10.0
BUDGET_MS: Final = 0.35

Maker = Callable[[Any], Any]
SAME: Final = "ours, with the peer's text part"
OURS: Final = "ours, the quick way"
PLAIN: Final = "ours, the plain way"
PEER: Final = "python-liquid, css-inline, EmailMultiAlternatives"
COMPOSED: Final = "composed, with context, links and archive"
SENTENCE: Final = "Takk for bestillingen. Du ser den i nettleseren."


def main() -> None:
    settle()
    took = measured(contestants())
    medians = {name: round(statistics.median(each), 1) for name, each in took.items()}
    fastest = {name: round(statistics.quantiles(each, n=10)[0], 1) for name, each in took.items()}
    ratios = {
        name: round(medians[PEER] / medians[name], 1) for name in (SAME, OURS, PLAIN, COMPOSED)
    }
    goals = [
        Goal("a whole mail: page, styles, MIME", GOAL, ratios[SAME], "×", PEER),
        Goal("the same and a text part, the peer without", GOAL, ratios[OURS], "×", PEER),
        Goal(
            "composing a mail", BUDGET_MS, round(medians[COMPOSED] / 1000, 3), "ms",
            "processor time", is_at_most=True,
        ),
    ]  # fmt: skip
    found = {
        "orders": ORDERS,
        "rounds": ROUNDS,
        "microseconds a mail, median": medians,
        "microseconds a mail, fastest tenth": fastest,
        "times as fast as the peer": ratios,
    }
    outcome.keep("message", found, goals)
    print(json.dumps(found, indent=2))


def settle() -> None:
    os.environ["BROKER_URL"] = "memory://"
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "notifyhub.settings"
    os.environ.setdefault("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")  # never asked
    for setting, value in SURROUNDINGS.items():
        os.environ.setdefault(setting, value)
    django.setup()


def contestants() -> tuple[list[Any], dict[str, Maker]]:
    from messaging.envelope import envelope_of, headers_of
    from messaging.facts.texts import printable
    from messaging.packing import Words
    from templates_app import rendering
    from templates_app.previewing import DraftWords
    from tests.bench.confirmations import NOW, Confirmations

    world = Confirmations(ORDERS)
    words = world.revision
    # Words of another name: they are never prepared, since nobody sends them.
    unprepared = DraftWords(
        fingerprint="the plain way", locales=words.locales, sources=words.sources, brand=words.brand
    )

    def context(message: Any) -> dict[str, Any]:
        values: dict[str, Any] = printable(world.context(message))
        values["notifyhub"]["brand"] = world.brand
        return values

    contexts = {message.pk: context(message) for message in world.messages}

    def mail(message: Any, revision: Any, *, is_sending: bool) -> bytes:
        rendered = rendering.render(
            revision=revision, locale="nb", context=contexts[message.pk],
            is_sending=is_sending, is_printable=True,
        )  # fmt: skip
        headers = headers_of(
            message, store=world.store, sender=world.sender, subject=rendered.subject, now=NOW
        )
        return envelope_of(Words(rendered.html, rendered.text, headers)).as_bytes()

    peer = plain_maker(words.sources["nb"]["html"])
    # Linked data and the brand are put in beforehand for the peer, which is in its favour.
    given = {pk: rendering.with_ours(values, world.brand) for pk, values in contexts.items()}
    same = same_work(words.sources["nb"])
    first = world.messages[0]
    page = rendering.render(revision=unprepared, locale="nb", context=contexts[first.pk]).html
    if words_in(same(given[first.pk])[1]) != words_in(page):
        raise SystemExit("The pages differ.")

    def like_the_peer(message: Any) -> bytes:
        subject, html = same(given[message.pk])
        headers = headers_of(
            message, store=world.store, sender=world.sender, subject=subject, now=NOW
        )
        return envelope_of(Words(html, SENTENCE, headers)).as_bytes()

    return world.messages, {
        SAME: like_the_peer,
        OURS: lambda message: mail(message, words, is_sending=True),
        PLAIN: lambda message: mail(message, unprepared, is_sending=False),
        PEER: lambda message: peer(message, given[message.pk]),
        COMPOSED: lambda message: world.composed(message).envelope.as_bytes(),
    }


def words_in(html: str) -> list[str]:
    """What the page says, whatever its markup looks like."""
    from templates_app.plain_text import text_of

    return text_of(html).split()


def same_work(sources: dict[str, str]) -> Callable[[dict[str, Any]], tuple[str, str]]:
    """Subject and page as a worker's words make them, where no text part is asked for."""
    from templates_app import rendering
    from templates_app.engine import budgets, environment
    from templates_app.engine.compiled.program import compile_program
    from templates_app.pressing import press
    from templates_app.quick_pages import QuickPage
    from templates_app.sealing import seal

    found = seal(sources["html"])
    page = QuickPage.of(press(found), found, is_woven=False)
    title = compile_program(environment.parse(sources["subject"], escape=False))
    if title is None:
        raise SystemExit("The subject is not compiled.")

    def made(context: dict[str, Any]) -> tuple[str, str]:
        options = rendering.options_for(context, "nb")
        with budgets.running():
            subject = title.render(context, options).text
            html = page.program.attempt(context, options)
        if html is None or not page.seal.may_lead(context):
            raise SystemExit("A mail went the plain way.")
        return rendering.clean_subject(subject), html

    return made


def plain_maker(source: str) -> Callable[[Any, dict[str, Any]], bytes]:
    """What the manuals of the three begin with."""
    from django.core.mail import EmailMultiAlternatives

    from templates_app.engine.filters.addresses import address_lines

    def script(value: object) -> object:
        return liquid.Markup(f'<script type="application/ld+json">{json.dumps(value)}</script>')

    plain = liquid.Environment(autoescape=True)
    filters: dict[str, Any] = {
        "money": lambda amount: f"{(amount or 0) / 100:,.2f} kr",
        "percent": lambda rate: f"{rate:.0%}",
        "http_url": lambda url: url or "",
        "img_url": lambda line, _size="": (line.get("image") or {}).get("src", ""),
        "address_lines": lambda address: address_lines(address) if address else [],
        "date": lambda value, *_shape, **_named: str(value)[:10],
        "json_ld": script,
    }
    for name, function in filters.items():
        plain.add_filter(name, function)
    template = plain.from_string(source)
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

    def made(message: Any, context: dict[str, Any]) -> bytes:
        html = inliner.inline(template.render(**context))
        mail = EmailMultiAlternatives(
            subject=f"Ordrebekreftelse {context['name']}",
            body=SENTENCE,
            from_email="Fjell & Garn <post@fjelloggarn.example>",
            to=[f"{message.recipient_name} <{message.recipient}>"],
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(html, "text/html")
        return bytes(mail.message().as_bytes())

    return made


def measured(given: tuple[list[Any], dict[str, Maker]]) -> dict[str, list[float]]:
    """Microseconds of the processor for each mail, turn by turn."""
    messages, makers = given
    for name in (OURS, COMPOSED):
        for message in (messages * WARM)[:WARM]:
            makers[name](message)
    took: dict[str, list[float]] = {name: [] for name in makers}
    for number in range(ROUNDS):
        for at in range(0, len(messages), TURN):
            for name, make in makers.items():
                for message in messages[at : at + TURN]:
                    began = time.thread_time_ns()
                    make(message)
                    took[name].append((time.thread_time_ns() - began) / 1_000)
        medians = {name: round(statistics.median(each)) for name, each in took.items()}
        print(f"round {number + 1} of {ROUNDS}  {medians}", flush=True)
    return took


if __name__ == "__main__":
    main()
