"""Attachment: a file that someone sent, beside the words of a post or of a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    IMAGE = "image", _("Image")
    PDF = "pdf", _("PDF")
    DOCUMENT = "document", _("Text document")
    SHEET = "sheet", _("Spreadsheet")
    SLIDES = "slides", _("Slides")
    TEXT = "text", _("Plain text")


class Attachment(models.Model):
    token = models.CharField(max_length=32, unique=True)  # in its address, drawn at random
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    client_key = models.CharField(max_length=64)  # of the form it was sent with: that of the draft, of the post to come
    post = models.ForeignKey("communities.Post", models.CASCADE, null=True, related_name="+", db_index=False)  # None: not published
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+", db_index=False)  # of that post
    community = models.ForeignKey("communities.Community", models.PROTECT, null=True, related_name="+", db_index=False)  # of that post
    published_id = models.BigIntegerField(null=True)  # rse.lib.ids: in the order of publication
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    name_folded = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    media_type = models.CharField(max_length=100)  # found in the file, never what the browser said
    size = models.PositiveIntegerField()  # bytes, of what is kept
    width = models.PositiveIntegerField(null=True)  # of an image
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=100)  # of the file in the store
    preview_key = models.CharField(max_length=100, blank=True)  # of a small picture of it
    preview_width = models.PositiveIntegerField(null=True)
    preview_height = models.PositiveIntegerField(null=True)
    preview_due_at = models.DateTimeField(null=True)  # a preview is to be made, not before that
    preview_tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["image", "pdf", "document", "sheet", "slides", "text"]), name="attachment_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(post=None, comment=None, community=None, published_id=None)
                | models.Q(post__isnull=False, community__isnull=False, published_id__isnull=False),
                name="attachment_published_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="image") | models.Q(width__gt=0, height__gt=0), name="attachment_image_has_size"
            ),
        ]
        indexes = [
            # the files of these posts and of their comments
            models.Index(fields=["post", "comment"], name="attachment_of_post"),
            # those of these comments
            models.Index(fields=["comment"], condition=models.Q(comment__isnull=False), name="attachment_of_comment"),
            # the documents of a community, newest first
            models.Index(
                models.F("community"),
                models.F("published_id").desc(),
                condition=models.Q(published_id__isnull=False),
                name="attachment_documents",
            ),
            # what a form holds, and how much room someone takes
            models.Index(fields=["owner", "client_key"], name="attachment_of_form"),
            # what was never published
            models.Index(fields=["at"], condition=models.Q(post=None), name="attachment_waiting"),
            # previews to make
            models.Index(fields=["preview_due_at"], condition=models.Q(preview_due_at__isnull=False), name="attachment_previews"),
        ]

    def __str__(self) -> str:
        return self.name
