"""Person: whoever signs in, an employee or a guest."""

from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rse.lib.fold import fold


class Role(models.TextChoices):
    """What a person does for the project, beside being an employee. One may have several."""

    PILOT = "pilot", _("Pilot")
    SPONSOR = "sponsor", _("Sponsor")
    HR = "hr", _("HR")
    ELECTED = "elected", _("Elected member or data protection officer")
    ADMIN = "admin", _("Administrator")


class Theme(models.TextChoices):
    AUTO = "auto", _("Same as the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Feed(models.TextChoices):
    """The order of the home page."""

    RECENT = "recent", _("Recent")
    FOR_YOU = "for_you", _("For you")


class Arrival(models.TextChoices):
    """Where a person stands with their first steps; empty: they never began any."""

    OPEN = "open"
    AWAY = "away"
    DONE = "done"


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        fields.setdefault("roles", [Role.ADMIN])
        return self.create_user(email, password, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    staff_number = models.CharField(_("staff number"), max_length=40, null=True, blank=True, unique=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80)
    name_key = models.CharField(max_length=220, editable=False)  # folded "last first": sorts lists
    job_title = models.CharField(_("job"), max_length=120, blank=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    site = models.ForeignKey("people.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site"))
    manager = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("manager"))
    photo = models.CharField(max_length=120, blank=True, editable=False)  # key in the file store

    roles = ArrayField(models.CharField(max_length=12, choices=Role.choices), default=list, blank=True, verbose_name=_("roles"))
    is_guest = models.BooleanField(_("guest"), default=False)  # reads only the communities of their invitations
    is_active = models.BooleanField(_("active"), default=True)
    deactivated_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)  # raised: every session ends

    language = models.CharField(_("language"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr")
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)  # empty: the organisation's
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    feed = models.CharField(max_length=8, choices=Feed.choices, default=Feed.RECENT, db_default=Feed.RECENT, editable=False)
    shortcuts = models.BooleanField(_("single keys"), default=True, db_default=True)  # J, K and the others act on the page
    enter_sends = models.BooleanField(_("Enter sends a comment"), default=False, db_default=False)
    shows_presence = models.BooleanField(default=False, db_default=False, editable=False)  # seen to be here; nobody is unless they say so
    views_counted = models.BooleanField(default=True, db_default=True, editable=False)  # whether the profiles they look at are recorded
    arrival = models.CharField(max_length=4, choices=Arrival.choices, default="", db_default="", editable=False)
    guest_until = models.DateTimeField(_("guest until"), null=True, blank=True)  # a guest's account closes there; None: it does not
    guest_warned_at = models.DateTimeField(null=True, editable=False)  # when those who animate were told that it comes to its end
    last_post_id = models.BigIntegerField(null=True, editable=False)  # newest post that every employee reads, for feeds of follows
    refused_address = models.CharField(max_length=254, blank=True, default="", db_default="", editable=False)  # it refused our mails

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["last_name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ["name_key", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.UniqueConstraint(Lower("staff_number"), name="person_staff_number_once"),
            models.CheckConstraint(condition=models.Q(is_guest=False) | models.Q(roles=[]), name="person_guest_has_no_role"),
            models.CheckConstraint(condition=~models.Q(manager=models.F("id")), name="person_not_own_manager"),
        ]
        indexes = [
            # the directory's pages, in the order of names
            models.Index(fields=["name_key", "id"], name="person_directory"),
            # the directory, whoever joined last first
            models.Index(models.F("joined_at").desc(), models.F("id").desc(), name="person_newcomers"),
            # the organisation chart: a page of those who report to someone
            models.Index(fields=["manager", "name_key", "id"], name="person_reports"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = fold(f"{self.last_name} {self.first_name}")
        self.email = self.email.lower()
        self.staff_number = self.staff_number or None
        if (fields := kwargs.get("update_fields")) is not None and {"first_name", "last_name"} & set(fields):
            kwargs["update_fields"] = {*fields, "name_key"}
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_staff(self) -> bool:
        """Whether the administration opens for this person."""
        return self.is_active and Role.ADMIN in self.roles

    @property
    def photo_url(self) -> str:
        """Address of the photo, which changes with it; empty without one."""
        return f"/people/{self.pk}/photo/{PurePosixPath(self.photo).stem}" if self.photo else ""

    @property
    def is_mail_refused(self) -> bool:
        """Whether the address of the account refused our mails: none goes there until its owner says that it works."""
        return bool(self.refused_address) and self.refused_address == self.email

    def has_ended(self, at: datetime) -> bool:
        """Whether this guest's access is over by then, be the account closed already or not."""
        return self.is_guest and self.guest_until is not None and self.guest_until <= at

    def has_role(self, *roles: str) -> bool:
        return self.is_active and any(role in self.roles for role in roles)

    def get_full_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        return self._epoch_hash(None)

    def get_session_auth_fallback_hash(self) -> Any:
        return (self._epoch_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _epoch_hash(self, secret: str | None) -> str:
        # The epoch is part of the hash: raising it signs the person out everywhere at the next request.
        return salted_hmac("rse.people.session", f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()
