"""The barometer "What holds me back": waves, who has answered (a seal that names nobody), and what was answered (counters alone).

No row holds an answer: an answer adds one to a counter, in a statement that writes all the counters of its wave, so that neither order,
nor time, nor the last row written tells which. A receipt is a keyed digest; it has no date, no serial number, and goes with the wave's end.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Position(models.TextChoices):
    """Where I am, in my own words: what the funnel of the figures is crossed with."""

    ONCE = "once", _("I came once or twice")
    READS = "reads", _("I come and read")
    UNANSWERED = "unanswered", _("I wrote, and nobody answered")
    WRITES = "writes", _("I take part")


class Hold(models.TextChoices):
    """What holds me back most."""

    NEED = "need", _("I see no need for it")
    TIME = "time", _("I have no time for it")
    EXPOSURE = "exposure", _("I would rather not expose myself")
    MANAGER = "manager", _("My manager does not see the use of it")
    NOTHING_TO_SAY = "nothing_to_say", _("I have nothing to say")
    NOTHING = "nothing", _("Nothing holds me back")


class Help(models.TextChoices):
    """What would help most."""

    EXAMPLE = "example", _("An example close to my job")
    TIME = "time", _("Time agreed with my manager")
    SMALL = "small", _("A small group to begin with")
    QUESTION = "question", _("A question put to me")
    NONE = "none", pgettext_lazy("barometer", "Nothing in particular")


class BarometerWave(models.Model):
    """A spell in which everyone may answer once."""

    opened_on = models.DateField()
    opened_by_id = models.BigIntegerField()
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            # one wave at a time
            models.UniqueConstraint(models.Value(1), condition=models.Q(closed_on=None), name="barometerwave_one_open"),
        ]


class BarometerReceipt(models.Model):
    """Somebody has answered. Its key is drawn at random, its seal needs a secret that is not in the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(BarometerWave, models.CASCADE, related_name="+", db_index=False)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [
            # one answer each
            models.UniqueConstraint(fields=["wave", "seal"], name="barometerreceipt_once"),
        ]


class BarometerCell(models.Model):
    """How many answered so. `unit_id` 0: everyone, by position, hold and help; else people of a unit of ten or more, by hold alone."""

    wave = models.ForeignKey(BarometerWave, models.CASCADE, related_name="+", db_index=False)
    unit_id = models.BigIntegerField(default=0)
    position = models.CharField(max_length=10, blank=True)
    hold = models.CharField(max_length=14)
    help = models.CharField(max_length=8, blank=True)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            # the counters of a wave, all made when it opens
            models.UniqueConstraint(fields=["wave", "unit_id", "position", "hold", "help"], name="barometercell_once"),
            models.CheckConstraint(condition=models.Q(count__gte=0), name="barometercell_not_negative"),
        ]
