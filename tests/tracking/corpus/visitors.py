"""Programs and the networks they come from."""

from random import Random

from tests.tracking.corpus.tape import Visitor
from tracking.verdicts.data import NetworkClass

GMAIL = (
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0 GoogleImageProxy",
)
YAHOO = ("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",)
OUTLOOK = (
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; "
    "Microsoft Outlook 16.0.17328; ms-office; MSOffice 16)",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17425; Pro)",
    "Microsoft Office/16.0 (Microsoft Outlook Mail 16.0.5430; Pro)",
)
NAMED = {
    "mimecast": "Mozilla/5.0 (compatible; Mimecast URL Protect)",
    "proofpoint": "Mozilla/5.0 (compatible; Proofpoint TAP/2.1)",
    "barracuda": "BarracudaCentral/1.1 (link scan)",
    "corporate": "Zscaler-Cache/6.2",
}
PREVIEWS = (
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0 A",
    "TelegramBot (like TwitterBot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@example",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
)


def desktop(chance: Random) -> str:
    version = chance.randint(118, 142)
    system = chance.choice(
        ("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64")
    )
    ending = chance.choice(("", f" Edg/{version}.0.0.0"))
    return (
        f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{version}.0.0.0 Safari/537.36{ending}"
    )


def phone(chance: Random) -> str:
    major = chance.randint(15, 18)
    model = chance.choice(("Pixel 8", "SM-S918B", "CUBOT X19", "2201117TY"))
    return chance.choice(
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS {major}_{chance.randint(0, 6)} like Mac OS X) "
            f"AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{major}.0 Mobile/15E148 "
            "Safari/604.1",
            f"Mozilla/5.0 (Linux; Android 14; {model}) AppleWebKit/537.36 (KHTML, like Gecko) "
            f"Chrome/{chance.randint(118, 142)}.0.0.0 Mobile Safari/537.36",
        )
    )


def network(chance: Random, first: int = 0) -> str:
    first = first or chance.randint(60, 95)
    return f"{first}.{chance.randint(0, 255)}.{chance.randint(0, 255)}.0"


def at_desk(chance: Random, ip: str = "") -> Visitor:
    return Visitor(desktop(chance), ip or network(chance))


def on_phone(chance: Random, ip: str = "") -> Visitor:
    return Visitor(phone(chance), ip or network(chance))


def gmail(chance: Random) -> Visitor:
    return Visitor(chance.choice(GMAIL), network(chance, 66))


def yahoo(chance: Random) -> Visitor:
    return Visitor(chance.choice(YAHOO), network(chance, 98))


def outlook(chance: Random, ip: str = "") -> Visitor:
    return Visitor(chance.choice(OUTLOOK), ip or network(chance))


def apple(chance: Random, *, is_listed: bool) -> Visitor:
    listed = NetworkClass.APPLE if is_listed else NetworkClass.OTHER
    return Visitor("Mozilla/5.0", network(chance, 104), listed)


def disguised(chance: Random) -> Visitor:
    """A scanner in a data centre that calls itself a browser."""
    return Visitor(desktop(chance), network(chance, chance.choice((20, 34, 40, 52))))


def listed(chance: Random) -> Visitor:
    """The same, from a network on our list."""
    return Visitor(desktop(chance), network(chance, 40), NetworkClass.SCANNER)
