"""Community: a place with its own members, its readers and its way in."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rse.lib.fold import fold


class Readers(models.TextChoices):
    EVERYONE = "everyone", _("Every employee")
    MEMBERS = "members", _("Members only")


class Joining(models.TextChoices):
    FREE = "free", _("In one click")
    REQUEST = "request", _("On request")
    INVITATION = "invitation", _("By invitation")


class Community(models.Model):
    """Open, closed or secret: a word for two settings, who reads and who joins, and whether it is listed."""

    name = models.CharField(_("name"), max_length=80)
    name_key = models.CharField(max_length=120, editable=False)  # folded: one name, however typed
    slug = models.SlugField(max_length=80, unique=True)
    purpose = models.CharField(_("purpose in one line"), max_length=200, blank=True)

    readers = models.CharField(_("who reads"), max_length=8, choices=Readers.choices, default=Readers.EVERYONE)
    joining = models.CharField(_("who joins"), max_length=10, choices=Joining.choices, default=Joining.FREE)
    listed = models.BooleanField(default=True)  # False: secret, unknown to whoever is not in it
    protected = models.BooleanField(_("protected"), default=False)  # union, medical, CSE: outside every figure
    closed_reason = models.CharField(_("why it is closed"), max_length=300, blank=True)
    closed_until = models.DateField(_("review of the closing"), null=True, blank=True)

    charter = models.TextField(_("charter"), max_length=5000, blank=True)
    charter_html = models.TextField(blank=True, editable=False)
    charter_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # its version: CharterVersion has them all
    # The number from which a version must have been accepted before one writes; 0 asks nothing.
    charter_asked = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    created_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    members_count = models.PositiveIntegerField(default=0)  # kept by the actions of memberships
    last_post_id = models.BigIntegerField(null=True)  # freshest source first, and unread dots

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(listed=True) | models.Q(readers="members", joining="invitation"),
                name="community_secret_is_by_invitation",
            ),
            models.CheckConstraint(condition=~models.Q(readers="members", joining="free"), name="community_closed_has_a_door"),
            # a name that secret communities may share, lest a refusal tell that they exist
            models.UniqueConstraint(fields=["name_key"], condition=models.Q(listed=True), name="community_listed_name_once"),
        ]
        indexes = [
            # the directory's pages and my communities, in the order of names
            models.Index(fields=["name_key", "id"], name="community_directory"),
            # the largest that one could join in a click
            models.Index(
                models.F("members_count").desc(),
                "name_key",
                condition=models.Q(listed=True, joining="free", archived_at__isnull=True),
                name="community_to_discover",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def access(self) -> str:
        """open, closed or secret."""
        if not self.listed:
            return "secret"
        return "open" if self.readers == Readers.EVERYONE else "closed"

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class CommunitySlug(models.Model):
    """A former address, which redirects to the present one."""

    slug = models.SlugField(max_length=80, primary_key=True)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")


class AccessSpell(models.Model):
    """What the access settings were, from when to when: figures compare communities as they were."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    readers = models.CharField(max_length=8)
    joining = models.CharField(max_length=10)
    listed = models.BooleanField()
    protected = models.BooleanField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community"], condition=models.Q(to_at=None), name="accessspell_one_current"),
        ]
