"""The invented agency: its people, and its shops."""

from dataclasses import dataclass
from typing import Final

from notifyhub.demo.shops.bolgeblik import BOLGEBLIK
from notifyhub.demo.shops.fjell_garn import FJELL_GARN
from notifyhub.demo.shops.norrsken_cykel import NORRSKEN_CYKEL
from notifyhub.demo.shops.qinghe_tea import QINGHE_TEA
from notifyhub.demo.shops.redwood import REDWOOD
from notifyhub.demo.world import Shop

AGENCY: Final = "Nordlinje"
AGENCY_TIMEZONE: Final = "Europe/Oslo"
SHOPS: Final[tuple[Shop, ...]] = (FJELL_GARN, BOLGEBLIK, NORRSKEN_CYKEL, QINGHE_TEA, REDWOOD)


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    name: str
    role: str  # a stores.roles.Role
    language: str = ""
    shops: tuple[str, ...] = ()  # keys; none means all


PEOPLE: Final[tuple[Person, ...]] = (
    Person("mina@nordlinje.example", "Mina Lie", "OWNER"),
    Person("jonas@nordlinje.example", "Jonas Berg", "MANAGER"),
    Person(
        "freja@nordlinje.example", "Freja Holm", "MARKETER", "da", ("bolgeblik", "norrsken-cykel")
    ),
    Person("anders@nordlinje.example", "Anders Nyström", "SUPPORT", "sv"),
    Person("yutong@nordlinje.example", "Lin Yutong", "ANALYST", "zh-hans"),
)
