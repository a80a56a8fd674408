"""Programs by the name they give themselves. Ours alone; see docs/tracking.md before adding one.

# Note [Lists of crawlers]
Lists that are made for web pages flag the picture proxies of Gmail and Yahoo, behind each fetch of
which stands a person, and miss what mail is opened by. They are never laid over opens.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tracking.verdicts.data import Kind

APPLE_PRIVACY: Final = "Mozilla/5.0"  # all that Apple's mail privacy says of itself


class Agent(StrEnum):
    PERSON = "PERSON"  # or nothing that is known
    PROXY = "PROXY"  # fetches pictures when a person looks
    APPLE = "APPLE"  # fetches pictures whether or not a person looks
    SCANNER = "SCANNER"


# Proxies that ask when a person opens a mail.
PROXIES: Final = ("GoogleImageProxy", "YahooMailProxy")

# Words that stand in the names of scanners, whatever they fetch.
SCANNERS: Final = (
    "barracuda",
    "mimecast",
    "proofpoint",
    "forcepoint",
    "fireeye",
    "trellix",
    "ironport",
    "messagelabs",
    "symantec",
    "sophos",
    "trendmicro",
    "zscaler",
    "fortimail",
    "fortiguard",
    "checkpoint harmony",
    "cloudmark",
    "vade",
    "libraesva",
    "spamtitan",
    "urlscan",
    "virustotal",
    "safebrowsing",
    "google-safety",
    "headlesschrome",
    "phantomjs",
    "selenium",
    "puppeteer",
    "playwright",
    "slimerjs",
    "curl/",
    "wget/",
    "python-requests",
    "python-urllib",
    "aiohttp/",
    "python-httpx",
    "go-http-client",
    "apache-httpclient",
    "libwww-perl",
    "lwp::",
    "winhttp",
    "java/1.",
    "node-fetch",
    "axios/",
    "undici",
    "scrapy",
    "nutch",
    "heritrix",
)
# Fetch what stands behind a link to show a picture of it. They never open mail.
PREVIEWS: Final = (
    "facebookexternalhit",
    "facebot",
    "whatsapp/",
    "skypeuripreview",
    "microsoftpreview",
    "bingpreview",
    "google-pagerenderer",
    "google-read-aloud",
    "embedly",
    "iframely",
    "pinterest/0.",
    "vkshare",
    "viber",
    "snapchat",
    "mattermost",
    "bitlybot",
    "w3c_validator",
)
# "bot" ends the name of a robot, but also of a maker of telephones.
_ROBOTS: Final = r"(?<!cu)bot(?:[^a-z]|\Z)|crawler|spider(?!monkey)|slurp"

_PROXY: Final = re.compile("|".join(map(re.escape, PROXIES)), re.IGNORECASE)
_SCANNER: Final = re.compile("|".join([*map(re.escape, SCANNERS), _ROBOTS]), re.IGNORECASE)
_PREVIEW: Final = re.compile("|".join(map(re.escape, PREVIEWS)), re.IGNORECASE)


@lru_cache(maxsize=8192)
def agent_of(name: str, kind: Kind) -> Agent:
    """What fetched it. For consumers of events; requests do not wait for this."""
    if kind is Kind.OPEN and _PROXY.search(name):
        return Agent.PROXY
    if kind is Kind.OPEN and name == APPLE_PRIVACY:
        return Agent.APPLE
    if _SCANNER.search(name) or (kind is Kind.CLICK and _PREVIEW.search(name)):
        return Agent.SCANNER
    return Agent.PERSON
