"""Tables of the room, by aggregate."""

from templates_app.models.audit import Audit, AuditEntry, AuditReminder, AuditRhythm
from templates_app.models.brand import Brand
from templates_app.models.experiment import (
    Arm,
    Experiment,
    ExperimentEpoch,
    ExperimentStore,
    Guardrail,
    HoldOut,
    Layer,
    Metric,
    Stopping,
    Unit,
)
from templates_app.models.picture import Picture, PictureContent
from templates_app.models.revision import Revision, VariantWording, Wording
from templates_app.models.rollout import Decision, Rollout, RolloutItem
from templates_app.models.template import Block, Template, Variant
from templates_app.models.waiver import Waiver

__all__ = [
    "Arm",
    "Audit",
    "AuditEntry",
    "AuditReminder",
    "AuditRhythm",
    "Block",
    "Brand",
    "Decision",
    "Experiment",
    "ExperimentEpoch",
    "ExperimentStore",
    "Guardrail",
    "HoldOut",
    "Layer",
    "Metric",
    "Picture",
    "PictureContent",
    "Revision",
    "Rollout",
    "RolloutItem",
    "Stopping",
    "Template",
    "Unit",
    "Variant",
    "VariantWording",
    "Waiver",
    "Wording",
]
