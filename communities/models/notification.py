"""Notification: one thing one person should know, written once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.TextChoices):
    MENTION = "mention", _("Mention")
    REPLY = "reply", _("Reply")
    JOIN_REQUEST = "join_request", _("Request to join")
    REQUEST_ACCEPTED = "request_accepted", _("Request accepted")
    REQUEST_REFUSED = "request_refused", _("Request refused")
    INVITATION = "invitation", _("Invitation")
    ANSWER_ACCEPTED = "answer_accepted", _("Answer accepted")
    HANDED_OVER = "handed_over", _("Community handed over")
    PRAISE = "praise", _("Praise")
    STORY = "story", _("Success story")
    STORY_CONFIRMED = "story_confirmed", _("Success story confirmed")
    STORY_DUE = "story_due", _("Success story to be confirmed again")
    TESTIMONIAL = "testimonial", _("Testimonial asked for")
    MUST_READ = "must_read", _("Announcement to read")
    CHARTER_ADOPTED = "charter_adopted", _("Change of the charter published")
    CHARTER_DECLINED = "charter_declined", _("Change of the charter declined")
    CHARTER_REVIEW = "charter_review", _("Charter to be reviewed")
    REPORT = "report", _("Report to look at")
    REPORT_DECIDED = "report_decided", _("Report decided on")
    CONTENT_REMOVED = "content_removed", _("Removed after a decision")
    CONTENT_WARNED = "content_warned", _("A word about what one wrote")
    POST_MOVED = "post_moved", _("Post moved to another community")
    PRACTICE_REVIEW = "practice_review", _("Practice to be reviewed")
    PRACTICE_ORPHAN = "practice_orphan", _("Practice that nobody answers for")
    NOT_PUBLISHED = "not_published", _("Scheduled post not published")
    THREAD = "thread", _("Thread that you follow")
    ANSWER_REVIEW = "answer_review", _("Answer to be reviewed")
    ANSWER_TRIAL = "answer_trial", _("Did the answer hold?")
    ANSWER_REWORDED = "answer_reworded", _("Validated answer changed since")
    CALL = "call", _("Mention of a community")
    TOPIC_REFERENT = "topic_referent", _("Named to answer for a topic")
    PRACTICE_NAMED = "practice_named", _("Named to answer for a practice")
    PROPOSAL = "proposal", _("Change of the charter proposed")
    OBJECTION = "objection", _("Objection to one’s proposal")
    PRACTICE_PROPOSAL = "practice_proposal", _("Practice, or a change of one, proposed")
    PRACTICE_ADOPTED = "practice_adopted", _("One’s proposed practice published")
    PRACTICE_DECLINED = "practice_declined", _("One’s proposed practice declined")
    PRACTICE_CHANGED = "practice_changed", _("Practice that one answers for changed")
    QUOTE_GIVEN = "quote_given", _("Testimonial given")
    QUOTE_DECLINED = "quote_declined", _("Testimonial declined")
    NEW_POST = "new_post", _("New post")
    NEW_COMMENT = "new_comment", _("New comment")
    THREAD_INVITATION = "thread_invitation", _("Invitation to a thread")
    GUEST_ENDING = "guest_ending", _("Access of a guest that comes to its end")


class Notification(models.Model):
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    notice = models.CharField(max_length=24, choices=Notice.choices)
    event_id = models.BigIntegerField()  # the event it comes from: with person and notice, its key
    actor = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    community = models.ForeignKey("communities.Community", models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey("communities.Post", models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+")
    report = models.ForeignKey("communities.Report", models.CASCADE, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    in_app = models.BooleanField(default=True, db_default=True)  # shown on the site and counted; if not, it only goes out
    in_digest = models.BooleanField(default=False, db_default=False)  # the next digest may hold it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event_id", "notice"], name="notification_once"),
        ]
        indexes = [
            # the notifications page, newest first
            models.Index(models.F("person"), models.F("id").desc(), name="notification_list"),
            # the bell's counter
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notification_unread"),
        ]
