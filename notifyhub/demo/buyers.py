"""Who buys: people with names, addresses and e-mail as their country writes them. All invented."""

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from notifyhub.demo.world import Abroad, Country, Names, Place, Shop, dice

Body = dict[str, Any]

_ASCII: Final = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "ı": "i", "'": "", " ": ".", "ð": "d", "-": "."}
)
REGULARS: Final = 420  # buyers a shop has; some come back often


@dataclass(frozen=True, slots=True)
class Buyer:
    number: int
    first_name: str
    last_name: str
    name: str
    email: str
    phone: str
    locale: str
    country: Country
    place: Place
    zip: str
    street: str
    abroad: Abroad | None

    def address(self, company: str = "") -> Body:
        """As Shopify writes a shipping or billing address."""
        return {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "name": self.name,
            "company": company or None,
            "address1": self.street,
            "address2": None,
            "zip": self.zip,
            "city": self.place.city,
            "province": self.place.province or None,
            "province_code": self.place.province_code or None,
            "country": self.country.name,
            "country_code": self.country.code,
            "phone": self.phone or None,
            "latitude": None,
            "longitude": None,
        }


def regular(shop: Shop, seed: int, chance: Random) -> Buyer:
    """One of the shop's buyers; the same number is the same person."""
    return buyer(shop, seed, int(REGULARS * chance.random() ** 1.6))


def foreigner(shop: Shop, seed: int, chance: Random) -> Buyer:
    """A buyer from abroad, where the shop has such."""
    abroad = chance.choices(shop.abroad, [one.weight for one in shop.abroad])[0]
    return buyer(shop, seed, 10_000 + chance.randrange(40), abroad)


def buyer(shop: Shop, seed: int, number: int, abroad: Abroad | None = None) -> Buyer:
    chance = dice("buyer", seed, shop.key, number)
    names = abroad.names if abroad else shop.names
    country = abroad.country if abroad else shop.country
    first, last = chance.choice(names.first), chance.choice(names.last)
    place = chance.choices(country.places, range(len(country.places) + 2, 2, -1))[0]
    return Buyer(
        number=number,
        first_name=first,
        last_name=last,
        name=f"{last}{first}" if names.surname_first else f"{first} {last}",
        email=_email(names, first, last, number, chance),
        phone=_phone(shop.phone, chance) if not abroad and chance.random() < 0.4 else "",
        locale=abroad.locale if abroad else shop.buyer_locale,
        country=country,
        place=place,
        zip=chance.choice(place.zips),
        street=chance.choice(country.streets).format(n=chance.randint(1, country.house_numbers)),
        abroad=abroad,
    )


def _email(names: Names, first: str, last: str, number: int, chance: Random) -> str:
    local = f"{_letters(names.latin.get(first, first))}.{_letters(names.latin.get(last, last))}"
    if names.latin or chance.random() < 0.5:
        local = f"{local}{number}"  # several people bear that name
    return f"{local}@{chance.choice(names.mail_domains)}"


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().translate(_ASCII))
    letters = "".join(letter for letter in plain if letter.isascii())
    return ".".join(filter(None, letters.split(".")))


def _phone(pattern: str, chance: Random) -> str:
    return "".join(str(chance.randrange(10)) if sign == "#" else sign for sign in pattern)


def mistyped(email: str, chance: Random) -> str:
    """The address with two neighbouring letters of its domain exchanged, as hurried people type."""
    local, _, domain = email.partition("@")
    word, _, rest = domain.partition(".")
    place = chance.choice([at for at in range(len(word) - 1) if word[at] != word[at + 1]])
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return f"{local}@{swapped}.{rest}"
