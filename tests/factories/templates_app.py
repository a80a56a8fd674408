"""Published words for tests. The caller stands inside a scope of the agency."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from stores.models import Agency, Store
from templates_app import drafting, services
from templates_app.data import NotificationKind
from templates_app.inheriting import draft_of
from templates_app.models import Revision, Rollout, RolloutItem, Template, Variant, Wording


def make_confirmation(agency: Agency) -> Template:
    """The agency's default order confirmation, published."""
    return services.ensure_default_template(
        agency=agency, kind=NotificationKind.ORDER_CONFIRMATION, now=timezone.now()
    )


def make_own_template(store: Store, *, name: str = "", text: str = "") -> Template:
    """A store's own draft of its order confirmation, with its own greeting if one is given."""
    now = timezone.now()
    make_confirmation(store.agency)
    template = drafting.own_template(
        store=store, kind=NotificationKind.ORDER_CONFIRMATION, actor="Marte Lund", now=now
    )
    if name:
        Template.objects.filter(pk=template.pk).update(name=name)
    if text:
        write_text(template, "greeting", "title", {"nb": text})
    template.refresh_from_db()
    return template


def write_text(template: Template, key: str, text_key: str, words: dict[str, str]) -> None:
    """Save the draft with that text of a block in some languages."""
    template.refresh_from_db()
    blocks = [
        replace(block, settings={**block.settings, "texts": _texts(text_key, words)})
        if block.key == key
        else block
        for block in draft_of(template)
    ]
    drafting.save_draft(
        template=template,
        version=template.version,
        blocks=blocks,
        actor="Marte Lund",
        now=timezone.now(),
    )


def _texts(text_key: str, words: dict[str, str]) -> dict[str, dict[str, str]]:
    return {locale: {text_key: text} for locale, text in words.items()}


def make_revision(template: Template, *, mark: str = "") -> Revision:
    """A published text of the template's owner, not tried on samples; with a variant B."""
    now = timezone.now()
    about = {"agency": template.agency, "store": template.store}
    words = {"subject": f"Subject {mark}", "preheader": "", "html": f"<p>{mark}</p>"}
    wording = Wording.objects.create(
        agency=template.agency,
        fingerprint=f"{mark}-{template.pk}",
        kind=template.kind,
        locales=["en"],
        sources={"en": words},
        blocks=[block.as_json() for block in draft_of(template)],
        created_at=now,
    )
    Variant.objects.create(**about, template=template, label="B", name=mark, created_at=now)
    return Revision.objects.create(
        **about,
        template=template,
        kind=template.kind,
        number=1,
        wording=wording,
        brand={"name": mark},
        base=template.base,
        note=f"note {mark}",
        created_at=now,
        created_by=f"Somebody {mark}",
    )


def make_rollout(revision: Revision, *, mark: str = "") -> Rollout:
    """A roll-out under way that still waits for that store."""
    now = timezone.now()
    rollout = Rollout.objects.create(
        agency=revision.agency,
        kinds=[revision.kind],
        stages=[100],
        wait=timedelta(0),
        store_count=1,
        next_at=now,
        note=f"note {mark}",
        why_paused=f"why {mark}",
        created_at=now,
        created_by=f"Somebody {mark}",
        changed_at=now,
        changed_by=f"Somebody {mark}",
    )
    RolloutItem.objects.create(
        agency=revision.agency,
        store=revision.store,
        rollout=rollout,
        kind=revision.kind,
        target=revision.base or revision,
        why=f"why {mark}",
    )
    return rollout
