"""What people do to mails, at times while a scanner does its work on the same mail."""

from collections.abc import Callable
from random import Random

from tests.tracking.corpus import machines, visitors
from tests.tracking.corpus.tape import Tape


def gmail(chance: Random) -> Tape:
    """Each look is fetched by Google's proxy; then perhaps a click from the person's own place."""
    tape = Tape(chance)
    at = chance.uniform(2.1, 30_000)
    for _ in range(chance.randint(1, 3)):
        tape.open(visitors.gmail(chance), at)
        at += chance.uniform(20, 30_000)
    if chance.random() < 0.4:
        tape.click(visitors.on_phone(chance), at)
    return tape


def yahoo(chance: Random) -> Tape:
    tape = Tape(chance)
    at = chance.uniform(5, 30_000)
    tape.open(visitors.yahoo(chance), at)
    if chance.random() < 0.4:
        tape.click(visitors.at_desk(chance), at + chance.uniform(3, 60))
    return tape


def double_click(chance: Random) -> Tape:
    tape = Tape(chance)
    one, at = visitors.at_desk(chance), chance.uniform(30, 30_000)
    tape.open(one, at)
    at += chance.uniform(2, 40)
    for _ in range(chance.randint(2, 4)):
        tape.click(one, at, 1)
        at += chance.uniform(0.1, 0.8)
    return tape


def at_night(chance: Random) -> Tape:
    """Hours later, twice, with a click the second time."""
    tape = Tape(chance)
    one, at = visitors.on_phone(chance), chance.uniform(15_000, 40_000)
    tape.open(one, at)
    tape.open(one, at + 7200)
    tape.click(one, at + 7200 + chance.uniform(3, 30))
    return tape


def two_links(chance: Random) -> Tape:
    """Two of many links within twenty seconds."""
    tape = Tape(chance)
    one, at = visitors.at_desk(chance), chance.uniform(60, 30_000)
    tape.open(one, at)
    first, second = chance.sample(range(tape.links_count), 2)
    tape.click(one, at + 5, first)
    tape.click(one, at + 5 + chance.uniform(3, 20), second)
    return tape


def curious(chance: Random) -> Tape:
    """Three links in a row, each looked at for a while."""
    tape = Tape(chance)
    one, at = visitors.at_desk(chance), chance.uniform(60, 30_000)
    tape.open(one, at)
    for link in chance.sample(range(tape.links_count), 3):
        at += chance.uniform(6, 60)
        tape.click(one, at, link)
    return tape


def phone_and_desktop(chance: Random) -> Tape:
    tape = Tape(chance)
    home = visitors.network(chance)
    one, other, at = visitors.on_phone(chance), visitors.at_desk(chance, home), 40.0
    tape.open(one, at + chance.uniform(0, 600))
    tape.open(other, at + chance.uniform(700, 9000))
    tape.click(other, at + chance.uniform(9001, 9100), 0)
    tape.click(one, at + chance.uniform(9200, 9999), 0)
    return tape


def fast_phone(chance: Random) -> Tape:
    """The notice on the screen is touched at once."""
    tape = Tape(chance, is_gateway=chance.random() < 0.2)
    one, at = visitors.on_phone(chance), chance.uniform(3.4, 5)
    tape.open(one, at)
    tape.click(one, at + chance.uniform(0.4, 2))
    return tape


def outlook(chance: Random) -> Tape:
    """Fetches pictures under the name of Office, and opens links in the machine's browser."""
    tape = Tape(chance, is_gateway=chance.random() < 0.5)
    office, at = visitors.network(chance), chance.uniform(20, 30_000)
    tape.open(visitors.outlook(chance, office), at)
    if chance.random() < 0.5:
        tape.click(visitors.at_desk(chance, office), at + chance.uniform(2, 60))
    return tape


def shared_office(chance: Random) -> Tape:
    """Colleagues behind one address read a mail that a scanner in the cloud went through before."""
    tape = Tape(chance, is_gateway=True)
    machines.burst(tape, [visitors.disguised(chance)], chance.uniform(0, 5), 8)
    office = visitors.network(chance)
    for _ in range(chance.randint(1, 3)):
        at, one = chance.uniform(60, 20_000), visitors.at_desk(chance, office)
        tape.open(one, at)
        tape.click(one, at + chance.uniform(3, 60), chance.randrange(2))
    return tape


def scanned_at_home(chance: Random) -> Tape:
    """The scanner stands in the same office, behind the same address."""
    tape = Tape(chance, is_gateway=True)
    office = visitors.network(chance)
    machines.burst(tape, [visitors.at_desk(chance, office)], chance.uniform(0, 3), 6)
    at, one = chance.uniform(620, 20_000), visitors.at_desk(chance, office)
    tape.open(one, at)
    tape.click(one, at + chance.uniform(3, 60), 0)
    return tape


def status_page(chance: Random) -> Tape:
    """Follows links quickly, or while a scanner is at work, and then uses the status page."""
    tape = Tape(chance, is_gateway=chance.random() < 0.5)
    one = visitors.on_phone(chance)
    if tape.is_gateway:
        machines.burst(tape, [visitors.disguised(chance)], chance.uniform(0, 2), 8)
    at = chance.uniform(25, 400)
    tape.open(one, at)
    tape.click(one, at + 3, 0)
    tape.beacon(one, at + chance.uniform(5, 60), 0)
    return tape


def private_relay(chance: Random) -> Tape:
    """Apple fetches the pictures; the person clicks, through Apple's relay at times."""
    tape = Tape(chance)
    apple = visitors.apple(chance, is_listed=True)
    tape.open(apple, chance.uniform(1, 9000), machine=True)
    one = visitors.on_phone(chance)
    if chance.random() < 0.5:
        one = type(one)(one.agent, apple.ip, apple.network)
    tape.click(one, chance.uniform(9001, 30_000))
    return tape


def impatient(chance: Random) -> Tape:
    """Three links within ten seconds: taken for a burst, and rare."""
    tape = Tape(chance)
    one, at = visitors.at_desk(chance), chance.uniform(60, 30_000)
    tape.open(one, at)
    for link in chance.sample(range(tape.links_count), 3):
        at += chance.uniform(1, 4)
        tape.click(one, at, link)
    return tape


ALL: dict[Callable[[Random], Tape], int] = {
    gmail: 250,
    yahoo: 80,
    double_click: 80,
    at_night: 80,
    two_links: 80,
    curious: 50,
    phone_and_desktop: 80,
    fast_phone: 60,
    outlook: 80,
    shared_office: 50,
    scanned_at_home: 30,
    status_page: 50,
    private_relay: 25,
    impatient: 5,
}
