"""What buyers mistype, and what only looks so. Both tables matter: a wrong suggestion is a click
away from writing to a stranger."""

import time

import pytest

from messaging.mailboxes import KNOWN
from messaging.typos import Slip, suggest

MISTYPED = {
    # two letters swapped
    "anna@gmial.com": "anna@gmail.com",
    "anna@gamil.com": "anna@gmail.com",
    "anna@gmali.com": "anna@gmail.com",
    "anna@hotmial.com": "anna@hotmail.com",
    "anna@hotamil.no": "anna@hotmail.no",
    "anna@yhaoo.no": "anna@yahoo.no",
    "anna@outlokk.com": "anna@outlook.com",
    "anna@icluod.com": "anna@icloud.com",
    "anna@lvie.se": "anna@live.se",
    "anna@tleia.com": "anna@telia.com",
    "anna@sparyse.com": None,
    # the key beside, or a letter that looks alike
    "anna@gnail.com": "anna@gmail.com",
    "anna@gmaul.com": "anna@gmail.com",
    "anna@gmall.com": "anna@gmail.com",
    "anna@grnail.com": "anna@gmail.com",
    "anna@hotmaik.com": "anna@hotmail.com",
    "anna@outlool.com": "anna@outlook.com",
    "anna@yagoo.com": "anna@yahoo.com",
    "anna@icloid.com": "anna@icloud.com",
    "anna@g0oglemail.com": "anna@googlemail.com",
    # a letter dropped
    "anna@gmal.com": "anna@gmail.com",
    "anna@gmai.com": "anna@gmail.com",
    "anna@hotmal.com": "anna@hotmail.com",
    "anna@hotmai.se": "anna@hotmail.se",
    "anna@otmail.com": "anna@hotmail.com",
    "anna@outlok.dk": "anna@outlook.dk",
    "anna@yaho.no": "anna@yahoo.no",
    "anna@iclod.com": "anna@icloud.com",
    "anna@onlne.no": "anna@online.no",
    "anna@brdband.net": "anna@bredband.net",
    "anna@stofnet.dk": "anna@stofanet.dk",
    "anna@t-onlne.de": "anna@t-online.de",
    "anna@tonline.de": "anna@t-online.de",
    "anna@ornge.fr": "anna@orange.fr",
    "anna@laposte.fr": None,
    # one too many
    "anna@gmaill.com": "anna@gmail.com",
    "anna@ggmail.com": "anna@gmail.com",
    "anna@gemail.com": "anna@gmail.com",
    "anna@hotmaill.com": "anna@hotmail.com",
    "anna@yahooo.com": "anna@yahoo.com",
    "anna@jubiii.dk": "anna@jubii.dk",
    "anna@maiil.dk": "anna@mail.dk",
    "anna@ffree.fr": "anna@free.fr",
    "anna@orrange.fr": "anna@orange.fr",
    # two slips in a long name
    "anna@hptmial.com": "anna@hotmail.com",
    "anna@outllok.com": "anna@outlook.com",
    # endings
    "anna@gmail.con": "anna@gmail.com",
    "anna@gmail.cm": "anna@gmail.com",
    "anna@gmail.co": "anna@gmail.com",
    "anna@gmail.comm": "anna@gmail.com",
    "anna@gmail.vom": "anna@gmail.com",
    "anna@gmail.om": "anna@gmail.com",
    "anna@gmail.no": "anna@gmail.com",
    "anna@gmail.dk": "anna@gmail.com",
    "anna@icloud.no": "anna@icloud.com",
    "anna@hotmail.con": "anna@hotmail.com",
    "anna@hotmail.cm": "anna@hotmail.com",
    "anna@hotmail.couk": "anna@hotmail.co.uk",
    "anna@online.on": "anna@online.no",
    "anna@web.ed": "anna@web.de",
    "anna@mail.kd": "anna@mail.dk",
    "anna@bredband.ent": "anna@bredband.net",
    "li@qq.con": "li@qq.com",
    "li@qq.cm": "li@qq.com",
    "li@163.con": "li@163.com",
    "li@126.cmo": "li@126.com",
    "li@sina.con": "li@sina.com",
    "kjop@fjordsport.on": "kjop@fjordsport.no",
    "anna@nordmail-firma.con": "anna@nordmail-firma.com",
    # name and ending
    "anna@gmial.con": "anna@gmail.com",
    "anna@gmal.co": "anna@gmail.com",
    # dots
    "anna@gmailcom": "anna@gmail.com",
    "anna@gmail": "anna@gmail.com",
    "anna@gmail..com": "anna@gmail.com",
    "anna@gmail.com.": "anna@gmail.com",
    "anna@.gmail.com": "anna@gmail.com",
    "anna@hot.mail.com": "anna@hotmail.com",
    "anna..berg@online.no": "anna.berg@online.no",
    "anna.@online.no": "anna@online.no",
    # signs no address has
    "anna@@gmail.com": "anna@gmail.com",
    "anna@gmail,com": "anna@gmail.com",
    "anna,berg@online.no": "anna.berg@online.no",
    "anna berg@gmail.com": "annaberg@gmail.com",
    "anna@ gmail.com": "anna@gmail.com",
    "<anna@gmail.com>": "anna@gmail.com",
    "mailto:anna@gmail.com": "anna@gmail.com",
    "anna@www.gmail.com": "anna@gmail.com",
    "li＠qq。com": "li@qq.com",
    "annagmail.com": "anna@gmail.com",
    "anna.hotmail.co.uk": "anna@hotmail.co.uk",
    "Anna.Berg@GNAIL.com": "Anna.Berg@gmail.com",
}
LEFT_ALONE = [
    # near, and real
    "anna@gmx.net",
    "anna@gmx.at",
    "anna@gmx.com",
    "anna@mail.com",
    "anna@ymail.com",
    "anna@email.com",
    "anna@hotmail.no",
    "anna@hotmail.se",
    "anna@hotmail.ee",
    "anna@hotmail.at",
    "anna@yahoo.cn",
    "anna@yahoo.com.vn",
    "anna@live.no",
    "anna@love.com",
    "anna@life.com",
    "anna@olive.com",
    "anna@me.com",
    "anna@mac.com",
    "anna@msn.com",
    "anna@aol.com",
    "anna@proton.me",
    "anna@fastmail.fm",
    "anna@rocketmail.com",
    "anna@cloud.com",
    "anna@tele2.no",
    "anna@telia.se",
    "anna@online.de",
    "anna@outlook.com.br",
    "li@139.com",
    "li@189.cn",
    "li@136.com",
    "li@vip.qq.com",
    "li@yeah.net",
    "li@sina.cn",
    "anna@googlemail.com",
    # somebody's own
    "post@nordlinje.no",
    "anna@grail.com",
    "anna@small.com",
    "anna@hotmeal.com",
    "anna@hotelmail.com",
    "anna@gotmail.com",
    "anna@outback.com",
    "anna@delia.com",
    "anna@oranges.fr",
    "anna@range.fr",
    "anna@inline.no",
    "anna@webb.se",
    "anna@freed.fr",
    "anna@mailer.dk",
    "anna@startup.co",
    "anna@firma.cm",
    "anna@museum.om",
    "anna@ntnu.no",
    "anna@student.uio.no",
    "anna@münchen-mail.de",
    "anna@example.museum",
    # nothing to suggest
    "",
    "   ",
    "anna",
    "@gmail.com",
    "anna@",
    "anna@[127.0.0.1]",
    "a" * 300 + "@gnail.com",
]


@pytest.mark.parametrize(("typed", "meant"), [(a, b) for a, b in MISTYPED.items() if b])
def test_what_fingers_slip_on_is_suggested(typed: str, meant: str) -> None:
    found = suggest(typed)

    assert found is not None, typed
    assert found.address == meant
    assert 0.5 <= found.score < 1


@pytest.mark.parametrize("typed", [*LEFT_ALONE, *(a for a, b in MISTYPED.items() if b is None)])
def test_what_may_be_somebodys_own_is_left_alone(typed: str) -> None:
    assert suggest(typed) is None


def test_no_known_mailbox_is_doubted() -> None:
    assert [domain for domain in KNOWN if suggest(f"anna@{domain}")] == []


def test_the_slip_is_named() -> None:
    named = {
        "anna@gnail.com": Slip.NAME,
        "anna@gmail.con": Slip.ENDING,
        "anna..b@gmail.com": Slip.SIGNS,
    }

    assert {typed: getattr(suggest(typed), "slip", None) for typed in named} == named


class _Says:
    """A resolver that has one answer."""

    def __init__(self, *, takes_mail: bool | None) -> None:
        self.answer = takes_mail
        self.asked: list[str] = []

    def takes_mail(self, domain: str) -> bool | None:
        self.asked.append(domain)
        return self.answer


def test_a_domain_that_takes_no_mail_is_doubted_more_and_one_that_does_less() -> None:
    plain = suggest("anna@gnail.com")
    sure = suggest("anna@gnail.com", _Says(takes_mail=False))
    unsure = suggest("anna@gnail.com", _Says(takes_mail=True))
    untold = suggest("anna@gnail.com", _Says(takes_mail=None))

    assert plain is not None
    assert sure is not None
    assert unsure is not None
    assert unsure.score < plain.score < sure.score
    assert untold == plain


def test_a_weak_doubt_falls_when_the_domain_takes_mail() -> None:
    assert suggest("anna@gmail.no")
    assert suggest("anna@gmail.no", _Says(takes_mail=True)) is None


def test_nobody_is_asked_about_an_address_without_a_doubt() -> None:
    resolver = _Says(takes_mail=False)

    suggest("anna@gmail.com", resolver)
    suggest("post@nordlinje.no", resolver)

    assert resolver.asked == []


def test_hostile_input_costs_little() -> None:
    began = time.process_time()

    for hostile in ("@" * 250, "." * 250, "a@" + "gmail." * 40, "a@" + "m" * 250, "\x00@\x00.com"):
        suggest(hostile)

    assert time.process_time() - began < 0.25
