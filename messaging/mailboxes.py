"""The mailbox services that many people use, by name and ending. Only data: typos.py reads it.

Sources: the services' own sign-up pages, and the market leaders of the countries whose languages
NotifyHub speaks. A domain that is missing here is never "wrong": it is only not suggested.
"""

from typing import Final

_HOTMAIL: Final = (
    "com co.uk fr de it es se no dk fi nl be ch at gr hu cz pl pt ca "
    "com.au com.br com.ar com.tr co.jp co.il co.za co.th co.kr co.nz"
)
_LIVE: Final = (
    "com no se dk fi de fr nl be at it ie ca co.uk co.za cn jp com.au com.mx com.ar com.pt ru"
)
_OUTLOOK: Final = (
    "com de fr dk es it pt ie be at cz hu jp kr sa my ph sg co.id co.th com.br com.ar com.au com.tr"
)
_YAHOO: Final = (
    "com no se dk fi de fr it es nl be gr pl pt ro hu cz at ca ie in cn ch co.uk co.jp co.in "
    "co.id co.nz co.th co.za co.kr com.au com.br com.mx com.ar com.cn com.hk com.tw com.sg com.ph"
)

# By the name's fame: of two equally near, the earlier is meant. The first ending is the usual one.
FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(endings.split())
    for name, endings in {
        # everywhere
        "gmail": "com",
        "hotmail": _HOTMAIL,
        "outlook": _OUTLOOK,
        "yahoo": _YAHOO,
        "icloud": "com",
        "live": _LIVE,
        "googlemail": "com",
        "protonmail": "com ch",
        "proton": "me",
        "aol": "com de fr co.uk it",
        "msn": "com",
        "me": "com",
        "mac": "com",
        "ymail": "com",
        "rocketmail": "com",
        "mail": "com dk ru ee be ch de",
        "email": "com cz de it",
        "fastmail": "com fm",
        "hushmail": "com",
        "tutanota": "com de",
        "zoho": "com eu",
        "yandex": "com ru",
        # Norway, Sweden, Finland
        "online": "no de",
        "frisurf": "no",
        "broadpark": "no",
        "lyse": "net",
        "getmail": "no",
        "altibox": "no",
        "telenor": "com no",
        "c2i": "net",
        "nextgentel": "no com",
        "telia": "com se fi",
        "spray": "se",
        "bredband": "net",
        "bredband2": "com",
        "comhem": "se",
        "glocalnet": "net",
        "swipnet": "se",
        "tele2": "se",
        "passagen": "se",
        "home": "se nl",
        "ownit": "nu",
        "kolumbus": "fi",
        "elisanet": "fi",
        "luukku": "com",
        # Denmark
        "jubii": "dk",
        "stofanet": "dk",
        "youmail": "dk",
        "ofir": "dk",
        "post": "tele.dk cz",
        "webspeed": "dk",
        "fibermail": "dk",
        "mailme": "dk",
        "tdcadsl": "dk",
        "get2net": "dk",
        "privat": "dk",
        # Germany, Austria, Switzerland
        "gmx": "de net at ch com fr org info",
        "web": "de",
        "t-online": "de",
        "freenet": "de",
        "arcor": "de",
        "posteo": "de net",
        "mailbox": "org",
        "vodafone": "de it",
        "kabelmail": "de",
        "bluewin": "ch",
        "hispeed": "ch",
        "aon": "at",
        "chello": "at nl",
        # France, Belgium
        "orange": "fr",
        "wanadoo": "fr",
        "free": "fr",
        "laposte": "net",
        "sfr": "fr",
        "neuf": "fr",
        "bbox": "fr",
        "numericable": "fr",
        "skynet": "be",
        "telenet": "be",
        # China
        "qq": "com",
        "163": "com net",
        "126": "com",
        "sina": "com cn com.cn",
        "sohu": "com",
        "139": "com",
        "189": "cn",
        "188": "com",
        "yeah": "net",
        "foxmail": "com",
        "aliyun": "com",
        "vip": "qq.com 163.com 126.com sina.com",
        # elsewhere
        "comcast": "net",
        "verizon": "net",
        "sbcglobal": "net",
        "btinternet": "com",
        "virginmedia": "com",
        "libero": "it",
        "naver": "com",
        "seznam": "cz",
        "wp": "pl",
    }.items()
}

# Names of one ending only, known to all: "gmail.no" is nobody's mailbox.
SOLE: Final = frozenset({"gmail", "icloud", "googlemail", "qq", "163", "126"})
# Names so common that one letter too many is a slip, whichever it is.
FAMOUS: Final = frozenset({"gmail", "hotmail", "outlook", "yahoo", "icloud", "googlemail"})

KNOWN: Final = frozenset(
    f"{name}.{ending}" for name, endings in FAMILIES.items() for ending in endings
)
# Real domains that stand near a famous one.
_NEAR_AND_REAL: Final = (
    "cloud.com gmail.de 163.cn 126.cn iclouds.com gmails.com emails.com yahoo-inc.com google.com "
    "outlook.office.com hotmail.my icould.me mails.com yahoo.net"
)
PLAUSIBLE: Final = frozenset(_NEAR_AND_REAL.split())

# Endings that no register has, and what fingers meant by them.
NO_ENDING: Final[dict[str, str]] = {
    typed: meant
    for meant, slips in {
        "com": "con cmo ocm vom xom cpm clm comm coom ccom conm cim cok comn cpom copm vcom c0m",
        "no": "on noo",
        "de": "ed dee",
        "dk": "kd dkk",
        "net": "ent nett nte",
        "fr": "rf",
        "org": "ogr rog orgg",
    }.items()
    for typed in slips.split()
}
# Endings of countries, and ".cm" or ".co" after a name that has only ".com".
NEAR_COM: Final = frozenset({"cm", "co", "om", "c", "cam"})
_COUNTRIES: Final = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs "
    "bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee "
    "eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm "
    "hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb "
    "lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz "
    "na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs "
    "ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl "
    "tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
COUNTRIES: Final = frozenset(_COUNTRIES.split())
