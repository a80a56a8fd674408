"""What programs do to mails."""

from collections.abc import Callable
from random import Random

from messaging.hidden_links import HONEYPOT_LINK
from tests.tracking.corpus import visitors
from tests.tracking.corpus.tape import Tape, Visitor


def burst(tape: Tape, crew: list[Visitor], begin: float, within: float) -> None:
    """All links, the hidden one too, in the order of the mail."""
    links = tape.every_link()
    for place, link in enumerate(links):
        at = begin + within * place / len(links) + tape.chance.uniform(0, within / len(links))
        tape.click(tape.chance.choice(crew), at, link, machine=True)


def safelinks(chance: Random) -> Tape:
    """Detonates in a real browser: the pixel and most links, from a few addresses."""
    tape = Tape(chance, is_gateway=True)
    crew = [visitors.disguised(chance) for _ in range(chance.randint(1, 3))]
    begin = chance.uniform(-0.5, 45)
    tape.open(crew[0], begin, machine=True)
    links = [link for link in range(tape.links_count) if chance.random() < 0.9]
    for link in links[:2] or [0]:
        tape.click(crew[0], begin + chance.uniform(0, 1.5), link, machine=True)
    for link in links[2:]:
        tape.click(chance.choice(crew), begin + chance.uniform(0, 9), link, machine=True)
    return tape


def mimecast(chance: Random) -> Tape:
    """Says its name at times; reads the HTML, so it finds what is hidden."""
    tape = Tape(chance, is_gateway=True)
    is_named = chance.random() < 0.5
    one = visitors.disguised(chance)
    crew = [Visitor(visitors.NAMED["mimecast"], one.ip) if is_named else one]
    burst(tape, crew, chance.uniform(0.2, 30), chance.uniform(2, 40))
    return tape


def proofpoint(chance: Random) -> Tape:
    """Asks for the head of each link, then for the page; now and then by name."""
    tape = Tape(chance, is_gateway=True)
    one = visitors.disguised(chance)
    if chance.random() < 0.3:
        one = Visitor(visitors.NAMED["proofpoint"], one.ip)
    at = chance.uniform(-1, 20)
    for link in range(tape.links_count):
        tape.head(one, at, link)
        tape.click(one, at + chance.uniform(0.1, 2), link, machine=True)
        at += chance.uniform(0.2, 6)
    return tape


def barracuda(chance: Random) -> Tape:
    tape = Tape(chance, is_gateway=True)
    one = Visitor(visitors.NAMED["barracuda"], visitors.network(chance, 64))
    tape.open(one, 1.0, machine=True)
    for link in range(tape.links_count):
        tape.click(one, chance.uniform(1, 200), link, machine=True)
    return tape


def all_links_at_once(chance: Random) -> Tape:
    """A filter that nobody knows as a gateway, from as many addresses as links."""
    tape = Tape(chance)
    crew = [visitors.disguised(chance) for _ in range(6)]
    burst(tape, crew, chance.uniform(0, 600), chance.uniform(1, 10))
    return tape


def head_then_get(chance: Random) -> Tape:
    """One or two links, slowly, each tried before."""
    tape = Tape(chance)
    one, at = visitors.disguised(chance), chance.uniform(5, 60)
    for link in range(chance.randint(1, 2)):
        tape.head(one, at, link)
        tape.click(one, at + chance.uniform(0.05, 4), link, machine=True)
        at += chance.uniform(20, 90)
    return tape


def slow(chance: Random) -> Tape:
    """One link after the other over minutes; most such filters stand at gateways."""
    tape = Tape(chance, is_gateway=chance.random() < 0.7)
    one, at = visitors.disguised(chance), chance.uniform(5, 60)
    for link in tape.every_link():
        tape.click(one, at, link, machine=True)
        at += chance.uniform(11, 60)
    return tape


def falls_for_the_hidden_link(chance: Random) -> Tape:
    """A few links and the hidden one, within a minute, from one network."""
    tape = Tape(chance, is_gateway=True)
    one, at = visitors.disguised(chance), chance.uniform(3, 120)
    tape.open(one, at, machine=True)
    links = [*chance.sample(range(tape.links_count), 2), HONEYPOT_LINK]
    chance.shuffle(links)
    for link in links:
        tape.click(one, at, link, machine=True)
        at += chance.uniform(0.3, 25)
    return tape


def prefetch(chance: Random) -> Tape:
    """A browser fetches ahead what its owner might want."""
    tape = Tape(chance)
    one = visitors.at_desk(chance)
    for link in range(chance.randint(1, 3)):
        tape.ahead(one, chance.uniform(60, 7200), link)
    return tape


def apple_privacy(chance: Random) -> Tape:
    tape = Tape(chance)
    tape.open(visitors.apple(chance, is_listed=True), chance.uniform(1, 20_000), machine=True)
    return tape


def apple_privacy_without_a_list(chance: Random) -> Tape:
    tape = Tape(chance)
    tape.open(visitors.apple(chance, is_listed=False), chance.uniform(1, 20_000), machine=True)
    return tape


def one_link_at_once(chance: Random) -> Tape:
    """The first link only, before the mail is in the mailbox."""
    tape = Tape(chance, is_gateway=True)
    one, at = visitors.disguised(chance), chance.uniform(-2, 2.9)
    if chance.random() < 0.5:
        tape.open(one, at, machine=True)
    tape.click(one, at, 0, machine=True)
    return tape


def link_preview(chance: Random) -> Tape:
    """Somebody passed the link on, and a chat shows what stands behind it."""
    tape = Tape(chance)
    for _ in range(chance.randint(1, 3)):
        bot = Visitor(chance.choice(visitors.PREVIEWS), visitors.network(chance, 31))
        tape.click(bot, chance.uniform(120, 90_000), 0, machine=True)
    return tape


def corporate_proxy(chance: Random) -> Tape:
    """Fetches the pixel again after a person did, by its name or from a listed network."""
    tape = Tape(chance, is_gateway=chance.random() < 0.5)
    office = visitors.network(chance)
    at = chance.uniform(60, 20_000)
    tape.open(visitors.at_desk(chance, office), at)
    named = Visitor(visitors.NAMED["corporate"], visitors.network(chance, 165))
    proxy = named if chance.random() < 0.7 else visitors.listed(chance)
    for _ in range(chance.randint(1, 3)):
        at += chance.uniform(1, 400)
        tape.open(proxy, at, machine=True)
    return tape


def delayed_rescan(chance: Random) -> Tape:
    """Looks at delivery, and once more hours later."""
    tape = Tape(chance, is_gateway=True)
    burst(tape, [visitors.disguised(chance)], chance.uniform(0, 20), 8)
    burst(tape, [visitors.disguised(chance)], chance.uniform(3600, 80_000), chance.uniform(4, 60))
    return tape


def careful(chance: Random) -> Tape:
    """One link, in a real browser, from nowhere known, after minutes: nothing gives it away."""
    tape = Tape(chance)
    tape.click(visitors.disguised(chance), chance.uniform(30, 900), 0, machine=True)
    return tape


# With how often each is made, of a thousand mails of either side.
ALL: dict[Callable[[Random], Tape], int] = {
    safelinks: 120,
    mimecast: 80,
    proofpoint: 80,
    barracuda: 60,
    all_links_at_once: 60,
    head_then_get: 40,
    slow: 60,
    falls_for_the_hidden_link: 60,
    prefetch: 40,
    apple_privacy: 120,
    apple_privacy_without_a_list: 60,
    one_link_at_once: 60,
    link_preview: 50,
    corporate_proxy: 50,
    delayed_rescan: 50,
    careful: 10,
}
