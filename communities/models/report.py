"""Report: somebody says that something should be looked at: what was said in a community, the community, a profile."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReportAbout(models.TextChoices):
    POST = "post", _("Post")
    COMMENT = "comment", _("Comment")
    COMMUNITY = "community", _("Community")
    PERSON = "person", _("Profile")
    QUOTE = "quote", _("Testimonial")
    PROPOSAL = "proposal", _("Proposed change")
    OPINION = "opinion", _("Objection")
    PRACTICE = "practice", _("Practice")


class ReportReason(models.TextChoices):
    OFFENSIVE = "offensive", _("Offensive or hostile to someone")
    PERSONAL = "personal", _("Personal or confidential information")
    OFF_TOPIC = "off_topic", _("Out of place here, or advertising")
    DANGEROUS = "dangerous", _("Dangerous advice, or false on a matter of safety")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    OPEN = "open", _("Waiting")
    KEPT = "kept", _("Kept as it is")
    REMOVED = "removed", _("Removed")
    WARNED = "warned", _("Kept, with a word to the author")
    ANSWERED = "answered", _("Answered without having read it")
    GONE = "gone", _("Gone before any decision")


class Report(models.Model):
    """What is reported, by whom, and what became of it. `author` is whose words, profile or community it is: never who decides.

    What is said somewhere keeps its community; `excerpt` is how its words began when it was reported, erased with them.
    A testimonial, a proposal, an objection or a practice is named by `object_id`: it may be gone.
    """

    about = models.CharField(max_length=9, choices=ReportAbout.choices)
    community = models.ForeignKey("communities.Community", models.CASCADE, null=True, related_name="+", db_index=False)
    post = models.ForeignKey("communities.Post", models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)  # of the words that are neither a post nor a comment; those of a story keep its post
    author = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    excerpt = models.CharField(max_length=400, blank=True)

    reporter = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=9, choices=ReportReason.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    may_pass = models.BooleanField(default=False)  # the reporter agrees that their own words go to administrators who may not read there
    passed_at = models.DateTimeField(null=True)  # since when it waits for the administrators

    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.OPEN)
    decided_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)  # in words, for the reporter and for the author

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "about", "post", "comment", "community", "author", "object_id"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="report_each_once_while_open",
            ),
            models.CheckConstraint(
                condition=Q(about="post", community__isnull=False, post__isnull=False, comment=None, object_id=None)
                | Q(about="comment", community__isnull=False, post__isnull=False, comment__isnull=False, object_id=None)
                | Q(about="community", community__isnull=False, post=None, comment=None, object_id=None)
                | Q(about="person", community=None, post=None, comment=None, author__isnull=False, object_id=None)
                | Q(about="quote", community__isnull=False, post__isnull=False, comment=None, object_id__isnull=False)
                | Q(
                    about__in=["proposal", "opinion", "practice"], community__isnull=False, post=None, comment=None, object_id__isnull=False
                ),
                name="report_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)), name="report_decided_or_open"
            ),
        ]
        indexes = [
            # the queue and the history of a community, and how many wait there
            models.Index(models.F("community"), models.F("state"), models.F("id").desc(), name="report_of_community"),
            # how many someone sent lately, and theirs
            models.Index(fields=["reporter", "at"], name="report_of_reporter"),
            # what waits for longer than its delay
            models.Index(fields=["at"], condition=Q(state="open", passed_at=None), name="report_to_pass_on"),
            # the administrators' queue and history
            models.Index(models.F("state"), models.F("id").desc(), name="report_queue"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"
