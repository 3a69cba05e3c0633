"""Testimonial: what someone says of a story, and where they let it be shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Use(models.TextChoices):
    """Where a quote may be shown."""

    INTERNAL = "internal", _("On this network")
    BOARD = "board", _("To the board")
    PUBLIC = "public", _("In public")


class Testimonial(models.Model):
    """What someone says of a story, or of their comment under it. Nobody else reads it without their consent."""

    story = models.ForeignKey("communities.Story", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)  # whose words these are
    comment = models.ForeignKey("communities.Comment", models.SET_NULL, null=True, related_name="+")  # the words asked about
    asked_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    quote = models.TextField(blank=True)  # empty until its person writes it
    created_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)  # when its person wished not to say anything: they are not asked again

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(declined_at=None) | models.Q(quote=""), name="testimonial_declined_is_empty"),
            # also serves "the quotes about this story"
            models.UniqueConstraint(fields=["story", "person"], name="testimonial_once"),
        ]
        indexes = [
            # my testimonials, newest first
            models.Index(models.F("person"), models.F("id").desc(), name="testimonial_of_person"),
        ]


class Consent(models.Model):
    """The person of a testimonial lets it be shown in one place, from when to when."""

    testimonial = models.ForeignKey(Testimonial, models.CASCADE, related_name="+", db_index=False)
    use = models.CharField(max_length=8, choices=Use.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(use__in=["internal", "board", "public"]), name="consent_use_known"),
            # the consents that stand; also serves "those of this testimonial"
            models.UniqueConstraint(fields=["testimonial", "use"], condition=models.Q(withdrawn_at=None), name="consent_standing_once"),
        ]
        indexes = [
            # the history of a testimonial's consents, and what goes with it
            models.Index(fields=["testimonial", "use"], name="consent_of_testimonial"),
        ]
