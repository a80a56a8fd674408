"""What the page knows of a template: its layers, its words, and what buyers get meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from common import pieces
from desk.editor.doors import FIRST, Opened
from desk.editor.locales import locales_shown
from desk.editor.reading import draft_with
from templates_app import catalogue, labels, samples
from templates_app.composing import locales_of
from templates_app.inheriting import Placed, base_of, drafts_of
from templates_app.models import Revision, Template, Variant
from templates_app.trying import texts_read

JSON = dict[str, Any]


def state_of(opened: Opened) -> JSON:
    """Everything that the script begins with. Its queries do not depend on how much there is."""
    template = opened.template
    draft = _draft_state(opened)
    spoken = {
        tag for reads in draft["reads"].values() for by_tag in reads.values() for tag in by_tag
    }
    return {
        **draft,
        "kind": str(template.kind),
        "first": FIRST,
        "is_agency": template.store_id is None,
        "leading": opened.leading,
        "locales": locales_shown(opened, sorted(spoken)),
        "types": {name: type_json(name) for name in sorted(catalogue.block_type_names())},
        "samples": [
            {"name": name, "label": labels.sample_label(name)}
            for name in samples.for_kind(template.kind)
        ],
        "may_edit": opened.may_edit,
        "may_read_orders": opened.may_read_orders,
        "me": opened.actor.label,
        "urls": urls_of(template),
    }


def _draft_state(opened: Opened) -> JSON:
    template = opened.template
    variants = list(template.variants.order_by("label"))
    first, others = drafts_of(template, variants)
    drafts = {FIRST: first, **others}
    below = base_of(template)
    revision = published(template)
    return {
        "version": template.version,
        "saved_at": template.changed_at.isoformat(),
        "saved_by": template.changed_by,
        "variants": [{"label": FIRST, "name": ""}, *map(_variant_json, variants)],
        "drafts": {label: blocks_json(blocks) for label, blocks in drafts.items()},
        "below": blocks_json(below),
        "revision": revision_json(revision, template),
        "differs": differences(revision, first, others),
        "scheduled": _scheduled(template),
        "reads": {label: reads_of(opened, blocks) for label, blocks in drafts.items()},
    }


def saved_state(opened: Opened) -> JSON:
    """What changes when a draft is saved; without the words that the page has itself."""
    state = _draft_state(opened)
    del state["reads"]
    return state


def blocks_json(blocks: Iterable[Placed]) -> list[JSON]:
    return [block.as_json() for block in blocks]


def _variant_json(variant: Variant) -> JSON:
    return {"label": variant.label, "name": variant.name}


def type_json(name: str) -> JSON:
    """A block type as the form is made from: in the reader's language."""
    kind = catalogue.block_type(name)
    english = kind.strings.get("en", {})
    return {
        "label": labels.translated(kind.label),
        "zone": kind.zone,
        "settings": [
            {
                "name": setting["name"],
                "type": setting["type"],
                "default": setting["default"],
                "label": labels.setting_label(setting),
                "options": [
                    {"value": option["value"], "label": labels.translated(option["label"])}
                    for option in setting.get("options", [])
                ],
                "minimum": setting.get("minimum", 0),
                "maximum": setting.get("maximum", 1000 if setting["type"] == "number" else 500),
            }
            for setting in kind.settings
        ],
        "texts": [
            {"key": key, "label": labels.translated(label)}
            for key, label in kind.texts.items()
            if labels.is_words(english.get(key, ""))
        ],
    }


def reads_of(opened: Opened, blocks: tuple[Placed, ...]) -> JSON:
    """What a buyer of each language reads in each block: shown where nobody wrote anything."""
    draft = draft_with(opened, blocks)
    locales = locales_of(draft.blocks, draft.words)
    return {block.key: texts_read(draft, block.key, locales) for block in blocks}


def published(template: Template) -> Revision | None:
    """What buyers get of it now: its own last revision, for a store's else the agency's. 1 query.

    With its blocks, without its sources.
    """
    whose = Q(store=None) if template.store_id is None else Q(store=None) | Q(store=template.store)
    rows = Revision.objects.filter(whose, agency_id=template.agency_id, kind=template.kind)
    return (
        rows.select_related("wording")
        .prefetch_related("variants__wording")
        .defer("wording__sources")
        .order_by(F("store_id").desc(nulls_last=True), "-number")
        .first()
    )


def differences(
    revision: Revision | None,
    first: Sequence[Placed],
    others: Mapping[str, Sequence[Placed]],
) -> list[str]:
    """Keys of the blocks that are not as published, in any variant; "" where only the order is."""
    if revision is None:
        return [block.key for block in first]
    kept = {FIRST: _specs(revision.wording.blocks)}
    for variant in revision.variants.all():
        kept[variant.label] = _specs(variant.wording.blocks)
    changed: dict[str, None] = {}
    for label, blocks in {FIRST: first, **others}.items():
        was = kept.get(label, kept[FIRST])
        now = _specs(block.as_json() for block in blocks)
        changed |= dict.fromkeys(key for key in now if now[key] != was.get(key))
        changed |= dict.fromkeys(key for key in was if key not in now)
        if not changed and list(was) != list(now):
            changed[""] = None
    return list(changed)


def _specs(blocks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {kept["key"]: (kept["type"], kept["settings"], kept["is_locked"]) for kept in blocks}


def revision_json(revision: Revision | None, template: Template) -> JSON | None:
    if revision is None:
        return None
    is_own = revision.store_id == template.store_id
    return {
        "number": revision.number,
        "by": revision.created_by,
        "at": pieces.moment(revision.created_at, timezone.now()),
        "is_own": is_own,
        "next": revision.number + 1 if is_own else 1,
    }


def _scheduled(template: Template) -> JSON | None:
    if template.publish_at is None:
        return None
    return {
        "at": pieces.moment(template.publish_at, timezone.now()),
        "by": template.publish_by,
        "note": template.publish_note,
    }


def urls_of(template: Template) -> JSON:
    names = (
        "draft", "preview", "alone", "matrix", "presence", "publish", "test", "variants",
        "orders", "variables", "findings", "waivers",
    )  # fmt: skip
    return {name: reverse(f"admin:template-{name}", args=[template.pk]) for name in names}
