"""Addresses that nobody may lead us to, and the ways in which URLs have been made to hide them."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address
from typing import Final

Form = Callable[[str], str]

PRIVATE_V4: Final = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1",  # noqa: S104 - to be refused, not bound
    "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "100.127.255.254", "127.0.0.1", "127.0.0.2", "127.0.0.53", "127.1.2.3", "127.255.255.254",
    "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.17.0.1",
    "172.31.255.254", "192.0.0.1", "192.0.0.8", "192.0.0.192", "192.0.2.1", "192.31.196.1",
    "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.168.1.254", "192.168.255.255",
    "192.175.48.1", "198.18.0.1", "198.19.255.254", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "224.0.0.251", "232.1.1.1", "239.255.255.250", "240.0.0.1", "255.255.255.254",
    "255.255.255.255",
]  # fmt: skip
PRIVATE_V6: Final = [
    "::", "::1", "::2", "::127.0.0.1", "::a9fe:a9fe", "::8.8.8.8", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b::8.8.8.8", "64:ff9b:1::a00:1",
    "64:ff9b:1:ffff::1", "100::1", "100:0:0:1::1", "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:1::1", "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:10::1", "2001:20::1",
    "2001:30::1",
    "2001:1ff::1", "2001:db8::1", "2001:db8:ffff::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2002:808:808::1", "2620:4f:8000::1", "3ffe::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1",
    "8000::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fdff:ffff::1", "fe80::1", "fe80::a9fe:a9fe",
    "febf::1", "fec0::1", "feff::1", "ff00::1", "ff02::1", "ff02::fb", "ff05::1:3", "ff0e::1",
]  # fmt: skip
PUBLIC: Final = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1",
    "93.184.216.34", "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.1",
    "168.63.129.17", "172.15.255.255", "172.32.0.1", "192.0.1.1", "192.167.255.255", "192.169.0.1",
    "198.17.255.255", "198.20.0.1", "203.0.112.1", "203.0.114.1", "223.255.255.254",
    "2001:200::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e",
    "2003::1", "2c0f:f248::1", "3ffd::1",
]  # fmt: skip


def _number(address: str) -> int:
    return int(IPv4Address(address))


def _parts(address: str) -> list[int]:
    return [int(part) for part in address.split(".")]


def _dotted(address: str, form: str) -> str:
    return ".".join(format(part, form) for part in _parts(address))


def _hex(address: str) -> str:
    return f"{_number(address) >> 16:x}:{_number(address) & 0xFFFF:x}"


def _inverted(address: str) -> str:
    return str(IPv4Address(_number(address) ^ 0xFFFFFFFF))


def _turned(address: str, zero: int) -> str:
    """Its digits in another alphabet, which Unicode calls the same."""
    return "".join(chr(zero + int(sign)) if sign.isdecimal() else sign for sign in address)


def _enclosed(address: str) -> str:
    digits = "⓪①②③④⑤⑥⑦⑧⑨"
    return "".join(digits[int(sign)] if sign.isdecimal() else sign for sign in address)


def _escaped(text: str) -> str:
    return "".join(f"%{ord(sign):02x}" for sign in text)


# Plain ways to say it: with a public address these pass.
PLAIN: Final[dict[str, Form]] = {
    "as it is": lambda host: f"https://{host}/",
    "without a path": lambda host: f"https://{host}",
    "with a path": lambda host: f"https://{host}/latest/meta-data?x=1",
    "with a query alone": lambda host: f"https://{host}?x=1",
    "with its port": lambda host: f"https://{host}:443/",
    "with an empty port": lambda host: f"https://{host}:/",
    "with the other port": lambda host: f"https://{host}:8443/hook",
    "in capitals": lambda host: f"HTTPS://{host.upper()}/",
    "with a fragment": lambda host: f"https://{host}/#x",
}
# Odd whatever the host is.
ODD: Final[dict[str, Form]] = {
    "unencrypted": lambda host: f"http://{host}/",
    "another scheme": lambda host: f"ftp://{host}/",
    "gopher": lambda host: f"gopher://{host}:6379/_FLUSHALL",
    "a file": lambda host: f"file://{host}/etc/passwd",
    "dict": lambda host: f"dict://{host}:11211/stats",
    "no scheme": lambda host: f"//{host}/",
    "host alone": lambda host: host,
    "one slash": lambda host: f"https:/{host}/",
    "no slash": lambda host: f"https:{host}/",
    "three slashes": lambda host: f"https:///{host}/",
    "scheme twice": lambda host: f"https://https://{host}/",
    "backslashes for slashes": lambda host: f"https:\\\\{host}\\",
    "backslash before": lambda host: f"https://example.com\\@{host}/",
    "backslash behind": lambda host: f"https://{host}\\.example.com/",
    "slash and backslash": lambda host: f"https:/\\{host}/",
    "user": lambda host: f"https://user@{host}/",
    "user and password": lambda host: f"https://user:password@{host}/",
    "empty user": lambda host: f"https://@{host}/",
    "public host as user": lambda host: f"https://example.com@{host}/",
    "public host and port as user": lambda host: f"https://example.com:443@{host}/",
    "host as user": lambda host: f"https://{host}@example.com/",
    "two at signs": lambda host: f"https://a@{host}@example.com/",
    "escaped at sign": lambda host: f"https://example.com%40{host}/",
    "escaped slash": lambda host: f"https://{host}%2f.example.com/",
    "escaped null": lambda host: f"https://{host}%00.example.com/",
    "escaped hash": lambda host: f"https://{host}%23.example.com/",
    "space before": lambda host: f" https://{host}/",
    "space behind": lambda host: f"https://{host}/ ",
    "space in front of the host": lambda host: f"https:// {host}/",
    "space behind the host": lambda host: f"https://{host} /",
    "tab in front of the host": lambda host: f"https://\t{host}/",
    "tab in the scheme": lambda host: f"ht\ttps://{host}/",
    "line end in the host": lambda host: f"https://{host[:2]}\n{host[2:]}/",
    "header in the path": lambda host: f"https://{host}/\r\nX-Injected: 1",
    "line end at the end": lambda host: f"https://{host}/\n",
    "null": lambda host: f"https://{host}\x00/",
    "zero-width space": lambda host: f"https://{host[:1]}\u200b{host[1:]}/",
    "soft hyphen": lambda host: f"https://{host[:1]}\u00ad{host[1:]}/",
    "right-to-left": lambda host: f"https://\u202e{host}/",
    "all escaped": lambda host: f"https://{_escaped(host)}/",
    "trailing dot": lambda host: f"https://{host}./",
    "two trailing dots": lambda host: f"https://{host}../",
    "leading dot": lambda host: f"https://.{host}/",
    "ideographic dot behind": lambda host: f"https://{host}。/",
    "port of SSH": lambda host: f"https://{host}:22/",
    "port of mail": lambda host: f"https://{host}:25/",
    "port of HTTP": lambda host: f"https://{host}:80/",
    "port of Valkey": lambda host: f"https://{host}:6379/",
    "port of Postgres": lambda host: f"https://{host}:5432/",
    "port nought": lambda host: f"https://{host}:0/",
    "port too big": lambda host: f"https://{host}:65979/",
    "port with zeros": lambda host: f"https://{host}:0443/",
    "port with a sign": lambda host: f"https://{host}:+443/",
    "port in full width": lambda host: f"https://{host}:４４３/",
    "two ports": lambda host: f"https://{host}:443:443/",
    "zone": lambda host: f"https://{host.rstrip(']')}%eth0{']' * host.endswith(']')}/",
    "zone, escaped": lambda host: f"https://{host.rstrip(']')}%25lo{']' * host.endswith(']')}/",
    "too long": lambda host: f"https://{host}/{'x' * 4000}",
}  # fmt: skip
# Other ways to write an IPv4 address.
ODD_V4: Final[dict[str, Form]] = {
    "one number": lambda host: f"https://{_number(host)}/",
    "one number and a dot": lambda host: f"https://{_number(host)}./",
    "one number, overflowing": lambda host: f"https://{_number(host) + 2**32}/",
    "one number in octal": lambda host: f"https://0{_number(host):o}/",
    "one number in hex": lambda host: f"https://0x{_number(host):x}/",
    "one number in HEX": lambda host: f"https://0X{_number(host):08X}/",
    "octal": lambda host: f"https://{'.'.join(f'0{part:o}' for part in _parts(host))}/",
    "octal, padded": lambda host: f"https://{'.'.join(f'{part:06o}' for part in _parts(host))}/",
    "octal, as Python writes": lambda host: f"https://{_dotted(host, '#o')}/",
    "hex": lambda host: f"https://{_dotted(host, '#x')}/",
    "hex, padded": lambda host: f"https://{_dotted(host, '#010x')}/",
    "hex first": lambda host: f"https://{_parts(host)[0]:#x}.{host.partition('.')[2]}/",
    "hex last": lambda host: f"https://{host.rpartition('.')[0]}.{_parts(host)[3]:#x}/",
    "empty hex last": lambda host: f"https://{host.rpartition('.')[0]}.0x/",
    "zeros in front": lambda host: f"https://{_dotted(host, '03d')}/",
    "two parts": lambda host: f"https://{_parts(host)[0]}.{_number(host) & 0xFFFFFF}/",
    "three parts": lambda host: (
        f"https://{'.'.join(host.split('.')[:2])}.{_number(host) & 0xFFFF}/"
    ),
    "five parts": lambda host: f"https://{host}.1/",
    "overflowing part": lambda host: f"https://{_parts(host)[0] + 256}.{host.partition('.')[2]}/",
    "full-width digits": lambda host: f"https://{_turned(host, 0xFF10)}/",
    "Arabic digits": lambda host: f"https://{_turned(host, 0x0660)}/",
    "mathematical digits": lambda host: f"https://{_turned(host, 0x1D7D8)}/",
    "enclosed digits": lambda host: f"https://{_enclosed(host)}/",
    "ideographic dots": lambda host: f"https://{host.replace('.', '。')}/",
    "full-width dots": lambda host: f"https://{host.replace('.', '．')}/",
    "escaped dots": lambda host: f"https://{host.replace('.', '%2e')}/",
    "commas": lambda host: f"https://{host.replace('.', ',')}/",
    "in brackets": lambda host: f"https://[{host}]/",
    "mapped": lambda host: f"https://[::ffff:{host}]/",
    "mapped, in hex": lambda host: f"https://[::ffff:{_hex(host)}]/",
    "mapped, in full": lambda host: f"https://[0:0:0:0:0:FFFF:{host}]/",
    "compatible": lambda host: f"https://[::{host}]/",
    "translated": lambda host: f"https://[::ffff:0:{host}]/",
    "NAT64": lambda host: f"https://[64:ff9b::{host}]/",
    "NAT64 of one's own": lambda host: f"https://[64:ff9b:1::{host}]/",
    "6to4": lambda host: f"https://[2002:{_hex(host)}::1]/",
    "Teredo": lambda host: f"https://[2001:0:4136:e378:8000:63bf:{_hex(_inverted(host))}]/",
}
# Other ways to write an IPv6 address; they are given it in brackets.
ODD_V6: Final[dict[str, Form]] = {
    "without brackets": lambda host: f"https://{host[1:-1]}/",
    "bracket lost": lambda host: f"https://{host[:-1]}/",
    "bracket lost in front": lambda host: f"https://{host[1:]}/",
    "brackets twice": lambda host: f"https://[{host}]/",
    "escaped brackets": lambda host: f"https://%5b{host[1:-1]}%5d/",
    "escaped colons": lambda host: f"https://{host.replace(':', '%3a')}/",
    "full-width colons": lambda host: f"https://{host.replace(':', '：')}/",
    "behind a name": lambda host: f"https://example.com{host}/",
    "in front of a name": lambda host: f"https://{host}example.com/",
    "one group more": lambda host: f"https://{host[:-1]}:0:0:0:0:0:0:0:0]/",
}
# Said otherwise, and meant alike: looked at as addresses.
SAME_V6: Final[dict[str, Form]] = {
    "in full": lambda host: f"https://[{IPv6Address(host[1:-1]).exploded}]/",
    "in FULL": lambda host: f"https://[{IPv6Address(host[1:-1]).exploded.upper()}]/",
    "shortened": lambda host: f"https://[{IPv6Address(host[1:-1]).compressed}]/",
}
OWN_NAMES: Final = [
    "localhost", "LOCALHOST", "foo.localhost", "a.b.localhost", "localhost.localdomain",
    "printer.local", "metadata.google.internal", "instance-data.ec2.internal", "db.internal",
    "wiki.intranet", "git.corp", "nas.home", "router.lan", "router.home.arpa", "x.private",
    "1.0.0.127.in-addr.arpa", "abcdefghij.onion", "metadata", "kubernetes", "postgres",
    "",
]  # fmt: skip
