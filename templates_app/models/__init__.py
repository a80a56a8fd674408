"""Tables of the room, by aggregate."""

from templates_app.models.brand import Brand
from templates_app.models.template import Block, Revision, Template

__all__ = ["Block", "Brand", "Revision", "Template"]
