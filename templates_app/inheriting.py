"""From the agency's blocks to a store's to a variant's: what each layer changes, and what stands.

# Note [Layers]
A template is read in layers: the agency's, the store's, a variant's. A layer holds whole blocks by
key; where it has one, that block stands in the place of the one below, except where the agency
locked it. A layer may arrange the blocks anew; one that arose below since then is put behind the
block it followed there. A store builds on a revision that its agency *published* (`Template.base`):
what the agency drafts reaches no store, and what it publishes reaches each store by a push.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from templates_app.composing import BlockSpec
from templates_app.models import Block, Template, Variant


class Origin(TextChoices):
    """The layer a block comes from."""

    AGENCY = "AGENCY", _("from the agency")
    STORE = "STORE", _("changed here")
    VARIANT = "VARIANT", _("changed in the variant")


class BlockLocked(DomainError):
    """The agency locked that block for its stores; `key` names it."""

    code = "block-locked"

    def __init__(self, key: str) -> None:
        super().__init__(f"The agency has locked the block “{key}”: a store cannot change it.")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A block where it stands in a mail, with the layer it comes from."""

    key: str
    type: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_locked: bool = False
    origin: str = Origin.AGENCY

    @property
    def spec(self) -> BlockSpec:
        return BlockSpec(key=self.key, type=self.type, settings=self.settings)

    def as_json(self) -> dict[str, Any]:
        """As `Wording.blocks` keeps it."""
        return {
            "key": self.key,
            "type": self.type,
            "settings": dict(self.settings),
            "is_locked": self.is_locked,
            "origin": str(self.origin),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            key=kept["key"],
            type=kept["type"],
            settings=kept["settings"],
            is_locked=kept["is_locked"],
            origin=kept["origin"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one layer says by itself: whole blocks by key, and an order or none."""

    origin: str
    blocks: Mapping[str, Placed]
    order: Sequence[str] = ()
    obeys_locks: bool = True  # not a variant of the agency's own template


def merged(lower: Sequence[Placed], layer: Layer) -> tuple[Placed, ...]:
    """The blocks after one more layer; what the agency locked stays as it is below."""
    below = {block.key: block for block in lower}
    stands = below | {
        key: block
        for key, block in layer.blocks.items()
        if not (layer.obeys_locks and key in below and below[key].is_locked)
    }
    return tuple(stands[key] for key in arranged([*below], layer.order, stands))


def arranged(lower: Sequence[str], order: Sequence[str], known: Iterable[str]) -> list[str]:
    """Keys in the layer's order, each it does not name behind the one it followed below."""
    wanted = set(known)
    if not order:
        return [*lower, *(key for key in known if key not in set(lower))]
    keys = [key for key in dict.fromkeys(order) if key in wanted]
    placed = set(keys)
    before: str | None = None
    for key in [*lower, *(key for key in known if key not in set(lower))]:
        if key in wanted and key not in placed:
            keys.insert(keys.index(before) + 1 if before in placed else 0, key)
            placed.add(key)
        before = key
    return keys


def difference(
    lower: Sequence[Placed], wanted: Sequence[Placed], origin: str, *, obeys_locks: bool = True
) -> Layer:
    """The layer that makes `wanted` of `lower`. Raises BlockLocked.

    A block of the lower layer that `wanted` lacks is kept, hidden: layers do not take away.
    """
    below = {block.key: block for block in lower}
    order = [block.key for block in wanted]
    hidden = [
        replace(block, settings={**block.settings, "is_shown": False})
        for key, block in below.items()
        if key not in set(order)
    ]
    changed: dict[str, Placed] = {}
    for block in [*wanted, *hidden]:
        under = below.get(block.key)
        if under is not None and block.spec == under.spec:
            continue
        if under is not None and under.is_locked and obeys_locks:
            raise BlockLocked(block.key)
        changed[block.key] = replace(block, is_locked=False, origin=origin)
    full = arranged([*below], order, [*order, *below])
    is_as_below = full == arranged([*below], (), {**below, **changed})
    return Layer(
        origin=origin,
        blocks=changed,
        order=() if is_as_below else tuple(full),
        obeys_locks=obeys_locks,
    )


def draft_of(template: Template, variant: Variant | None = None) -> tuple[Placed, ...]:
    """The draft's blocks after all its layers. One query, two for a store's (its base)."""
    rows = _rows_of(template)
    blocks = merged(base_of(template), _own_layer(template, rows))
    return blocks if variant is None else merged(blocks, _variant_layer(variant, rows))


def drafts_of(
    template: Template, variants: Iterable[Variant]
) -> tuple[tuple[Placed, ...], dict[str, tuple[Placed, ...]]]:
    """The draft, and each variant's by its label: in as many queries as one of them."""
    rows = _rows_of(template)
    blocks = merged(base_of(template), _own_layer(template, rows))
    return blocks, {
        variant.label: merged(blocks, _variant_layer(variant, rows)) for variant in variants
    }


def base_of(template: Template) -> tuple[Placed, ...]:
    """What a store's template builds on; nothing for an agency's."""
    if template.base is None:
        return ()
    return tuple(Placed.from_json(kept) for kept in template.base.wording.blocks)


_Rows = Mapping[int | None, Mapping[str, Placed]]  # variant → key → block; None: the template's


def _rows_of(template: Template) -> _Rows:
    rows: dict[int | None, dict[str, Placed]] = {None: {}}
    for row in Block.objects.filter(template=template).order_by("pk"):
        origin = Origin.VARIANT if row.variant_id else _own_origin(template)
        rows.setdefault(row.variant_id, {})[row.key] = _placed(row, origin)
    return rows


def _own_origin(template: Template) -> Origin:
    return Origin.STORE if template.store_id else Origin.AGENCY


def _own_layer(template: Template, rows: _Rows) -> Layer:
    return Layer(origin=_own_origin(template), blocks=rows[None], order=template.order)


def _variant_layer(variant: Variant, rows: _Rows) -> Layer:
    return Layer(origin=Origin.VARIANT, blocks=rows.get(variant.pk, {}), order=variant.order)


def _placed(row: Block, origin: str) -> Placed:
    return Placed(
        key=row.key, type=row.type, settings=row.settings, is_locked=row.is_locked, origin=origin
    )
