"""ThreadInvitation: a colleague asked somebody to come and see one concrete thread."""

from django.db import models


class ThreadInvitation(models.Model):
    """To an account (`person`), or by mail to an address that has none yet; `guest_until` when it is for somebody from outside."""

    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+")
    invited_by = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    word = models.CharField(max_length=300, blank=True)
    guest_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # its mail; None: it has still to leave, or needs none
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "invited_by", "person"], name="threadinvitation_person_once"),
            models.UniqueConstraint(
                fields=["post", "invited_by", "email"], condition=~models.Q(email=""), name="threadinvitation_email_once"
            ),
            models.CheckConstraint(condition=~models.Q(person=None, email=""), name="threadinvitation_to_somebody"),
        ]
        indexes = [
            # how many one sent in a day
            models.Index(fields=["invited_by", "created_at"], name="threadinvitation_of_day"),
            # the mails that have still to leave
            models.Index(fields=["id"], condition=models.Q(sent_at=None) & ~models.Q(email=""), name="threadinvitation_unsent"),
        ]
