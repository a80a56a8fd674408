"""Addresses of files that Shopify serves: the shop's own, and those of its notifications."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from liquid.filter import with_context
from liquid.undefined import is_undefined

_CDN: Final = "https://cdn.shopify.com/shopifycloud/shopify/assets"
# Shopify puts a fingerprint in each name and redirects none without; these are seen in its mails
# and shops. A name that is not here has no address, rather than one that leads nowhere.
_NOTIFICATION_FILES: Final = {
    "notifications/spacer.png": "themes_support/notifications/spacer-"
    "1a26dfd5c56b21ac888f9f1610ef81191b571603cb207c6c0f564148473cab3c.png",
    "notifications/discounttag.png": "themes_support/notifications/discounttag-"
    "d1f7c6d9334582b151797626a5ae244c56af0791fcd7841f21027dd44830bcc6.png",
    "notifications/no-image.png": "themes_support/notifications/no-image-"
    "f4b31b80de3984c0c3892c3c35d946963547e11331187e92cfb4e95de761b69b.png",
}
_PAYMENT_ICONS: Final = {
    "american_express": "2264c9b8b57b23b0b0831827e90cd7bcda2836adc42a912ebedf545dead35b20",
    "apple_pay": "f6db0077dc7c325b436ecbdcf254239100b35b70b1663bc7523d7c424901fa09",
    "diners_club": "16436b9fb6dd9060edb51f1c7c44e23941e544ad798282d6aef1604319562fba",
    "discover": "8265cfcac046637b87df7718c1436f6a1e054de3fbbb73c2ae82db1332879ba5",
    "google_pay": "c66a29c63facf2053bf69352982c958e9675cabea4f2f7ccec08d169d1856b31",
    "master": "173035bc8124581983d4efa50cf8626e8553c2b311353fbf67485f9c1a2b88d1",
    "paypal": "49e4c1e03244b6d2de0d270ca0d22dd15da6e92cc7266e93eb43762df5aa355d",
    "visa": "319d545c6fd255c9aad5eeaad21fd6f7f7b4fdbdb1a35ce83b89cca12a187f00",
}
_OTHER_NAMES: Final = {"mastercard": "master", "amex": "american_express", "diners": "diners_club"}
_HOST: Final = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)


@with_context
def file_url(name: object, *_args: object, context: Any, **_named: object) -> str:
    """Where the shop's own file of that name is served; nothing without a shop."""
    shop = context.resolve("shop", default=None)
    host = shop.get("domain") or shop.get("permanent_domain") if isinstance(shop, Mapping) else ""
    if not _is_name(name) or not _HOST.fullmatch(str(host or "")):
        return ""
    return f"https://{host}/cdn/shop/files/{quote(str(name))}"


def shopify_asset_url(name: object, *_args: object) -> str:
    """Where Shopify serves a picture of its notifications."""
    path = _NOTIFICATION_FILES.get(str(name).lstrip("/"))
    return f"{_CDN}/{path}" if path else payment_type_img_url(_inside("payment_icons", name))


def payment_type_img_url(name: object, *_args: object, **_named: object) -> str:
    """The icon of a way to pay; nothing for one that Shopify shows no icon of."""
    plain = re.sub(r"[\s-]+", "_", str(name).strip().lower())
    plain = _OTHER_NAMES.get(plain, plain)
    mark = _PAYMENT_ICONS.get(plain)
    return f"{_CDN}/payment_icons/{plain}-{mark}.svg" if mark else ""


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "asset_url": file_url,
    "file_url": file_url,
    "file_img_url": file_url,
    "asset_img_url": file_url,
    "global_asset_url": shopify_asset_url,
    "shopify_asset_url": shopify_asset_url,
    "cdn_asset_url": shopify_asset_url,
    "payment_type_img_url": payment_type_img_url,
    "payment_icon_png_url": payment_type_img_url,
    "payment_icon_url": payment_type_img_url,
}


def _is_name(name: object) -> bool:
    return not (name is None or is_undefined(name)) and 0 < len(str(name)) <= 300


def _inside(folder: str, name: object) -> str:
    found = re.fullmatch(rf"/?{folder}/([\w-]+)\.(?:svg|png)", str(name))
    return found[1] if found else ""
