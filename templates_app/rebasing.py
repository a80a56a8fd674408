"""What a store changed, carried over to another revision of its agency: a merge in three ways.

Between the revision that the store builds on and the new one, a block that only one side changed
is taken from that side. Where both did, it is a conflict, and somebody decides; until then the
store keeps its own. What the agency has locked since is the agency's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from templates_app.inheriting import Layer, Origin, Placed, arranged, merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A store's mail upon the new words, and the blocks about which there is something to say."""

    blocks: tuple[Placed, ...]
    conflicts: tuple[str, ...]  # both changed them
    locked: tuple[str, ...]  # the store's own, which the agency has locked since


def published_layer(
    sent: Sequence[Placed], base: Sequence[Placed], origin: Origin = Origin.STORE
) -> Layer:
    """What a store (or a variant) does otherwise than its base, by what it published."""
    own = {block.key: block for block in sent if block.origin == origin}
    keys = [block.key for block in sent]
    known = set(keys)
    as_base = arranged([block.key for block in base if block.key in known], (), keys)
    return Layer(origin=origin, blocks=own, order=() if keys == as_base else keys)


def carried(
    layer: Layer,
    *,
    base: Sequence[Placed],
    new: Sequence[Placed],
    take: Collection[str] = (),
) -> Carried:
    """The layer upon `new` instead of `base`; in conflicts named in `take` the agency's wins."""
    was = {block.key: block.spec for block in base}
    comes = {block.key: block for block in new}
    conflicts, locked, kept = [], [], {}
    for key, block in layer.blocks.items():
        now = comes.get(key)
        if now is not None and now.is_locked:
            locked.append(key)
            continue
        if now is not None and now.spec == block.spec:
            continue  # the agency came round to it
        if was.get(key) != (now.spec if now else None):
            conflicts.append(key)
            if key in take:
                continue
        kept[key] = block
    stands = Layer(origin=layer.origin, blocks=kept, order=layer.order)
    return Carried(blocks=merged(new, stands), conflicts=tuple(conflicts), locked=tuple(locked))


def changed_keys(before: Sequence[Placed], after: Sequence[Placed]) -> tuple[str, ...]:
    """The blocks that came, went or say something else, in the order of the mail."""
    was = {block.key: block.spec for block in before}
    comes = {block.key: block.spec for block in after}
    return tuple(key for key in {**comes, **was} if was.get(key) != comes.get(key))
