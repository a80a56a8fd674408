"""How long what we do takes, summed up over all processes."""

from django.db import models


class StageFigure(models.Model):
    """How often a stage ended in one bucket of time, since ever. A few dozen rows; no tenant's.

    See Note [Stages] in messaging/stages.py.
    """

    stage = models.CharField(max_length=16)
    place = models.PositiveSmallIntegerField()  # of the bucket: see messaging.stages.BOUNDS
    count = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "place"], name="stage_has_each_bucket_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} [{self.place}]: {self.count}"
