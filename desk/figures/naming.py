"""What figures are of, in words; and where one step closer stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analytics.figures import By
from analytics.models import ProductName
from desk import kinds
from desk.editor.locales import language_name
from desk.figures.asking import Asked
from messaging.states import Channel
from templates_app.models import Template, Variant


@dataclass(frozen=True, slots=True)
class Name:
    """Of one row: its words, a second line, a plain code for files, and a page one step closer."""

    words: str
    under: str = ""
    code: str = ""
    link: str = ""


def names(asked: Asked, keys: Iterable[Any]) -> Mapping[Any, Name]:
    """Of all rows at once: no query, or one; of variants two."""
    keys = list(keys)
    if asked.by == By.STORE:
        return _stores(asked, keys)
    if asked.by in (By.TEMPLATE, By.VARIANT):
        return _templates(keys)
    if asked.by == By.PRODUCT:
        return _products(asked, keys)
    name = {
        By.KIND: lambda key: _kind(asked, key),
        By.LOCALE: lambda key: Name(language_name(key) if key else _unknown(), key, key),
        By.CHANNEL: lambda key: Name(str(dict(Channel.choices).get(key, key)), "", key),
        By.SOURCE: _source,
        By.CAMPAIGN: _campaign,
    }[asked.by]
    return {key: name(key) for key in keys}


def _unknown() -> str:
    return _("Not known")


def _stores(asked: Asked, keys: Iterable[int]) -> Mapping[Any, Name]:
    known = {store.pk: store for store in asked.stores}
    return {
        key: Name(store.name, store.currency, str(store.public_id), asked.of_store(store).address())
        for key in keys
        if (store := known.get(key))
    }


def _kind(asked: Asked, key: str) -> Name:
    if not key:
        return Name(_("Of no message that we know"))
    link = asked.address(kind=key, by=str(By.TEMPLATE))
    return Name(kinds.words(key), "", key, link)


def _templates(keys: Iterable[tuple[Any, ...]]) -> Mapping[Any, Name]:
    """With the variant, where that is told apart: the template's own words are "A"."""
    keys = list(keys)
    templates = Template.objects.only("name", "public_id", "store").in_bulk(
        {key[1] for key in keys}
    )
    wanted = {key[2] for key in keys if len(key) == 3 and key[2]}
    variants = Variant.objects.only("label", "name").in_bulk(wanted) if wanted else {}
    found = {}
    for key in keys:
        template = templates.get(key[1])
        words = template.name if template else _("Without a template")
        code = str(template.public_id) if template else ""
        if len(key) == 3:
            variant = variants.get(key[2])
            is_gone = key[2] and variant is None
            label = f"{variant.label}: {variant.name}" if variant else "A"
            words = f"{words} · {_('a variant since removed') if is_gone else label}"
            code = f"{code}:{variant.label if variant else '?' if is_gone else 'A'}"
        found[key] = Name(words, kinds.words(key[0]) if key[0] else "", code)
    return found


def _products(asked: Asked, keys: Iterable[tuple[int, int]]) -> Mapping[Any, Name]:
    keys = list(keys)
    rows = ProductName.objects.filter(
        store_id__in={store for store, _product in keys},
        product_shopify_id__in={product for _store, product in keys},
    )
    titles = {(row.store_id, row.product_shopify_id): row.title for row in rows}
    stores = {store.pk: store.name for store in asked.stores}
    found = {}
    for key in keys:
        store_id, product = key
        words = titles.get(key) or (_("Product %(id)s") % {"id": product})
        if not product:
            words = _("Of no product: own lines, and money given back for no line")
        found[key] = Name(words, "" if asked.store else stores.get(store_id, ""), str(product))
    return found


def _source(key: tuple[str, str]) -> Name:
    source, medium = key
    if not source:
        return Name(_("Not known, or typed in"), medium, "")
    return Name(source, medium, f"{source}/{medium}")


def _campaign(key: tuple[str, str, str, str]) -> Name:
    source, medium, campaign, ref = key
    words = campaign or ref or _("Without a campaign")
    under = " / ".join(part for part in (source, medium) if part)
    return Name(words, under, "/".join(key))
