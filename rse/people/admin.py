"""People and units, for administrators; each write goes by the actions, which keep spells and the audit log."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from rse.lib.backoffice import Section, WritingForm, remind
from rse.lib.refusal import Refused
from rse.people.actions.accounts import change_email_unconfirmed, change_staff_number
from rse.people.actions.people import change_position, create_person, deactivate, reactivate, sign_out_everywhere
from rse.people.actions.preferences import change_preferences
from rse.people.actions.profiles import change_job, change_names
from rse.people.actions.skills import merge_skills, rename_skill
from rse.people.actions.units import save_unit
from rse.people.models import Person, PersonSkill, Role, Skill, Unit
from rse.people.second_step import reminder
from rse.people.tasks import ask_for_password_link

remind(reminder)
POSITION = ("unit", "site", "manager", "roles", "is_guest")


class PersonForm(WritingForm):
    roles = forms.MultipleChoiceField(
        label=_("roles"), choices=Role.choices, required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("In addition to being an employee; a guest has none."),
    )  # fmt: skip

    class Meta:
        model = Person
        fields = ("first_name", "last_name", "email", "staff_number", "job_title", *POSITION, "language")

    def write(self) -> Person:
        said, at, by = self.cleaned_data, timezone.now(), self.by
        if self.instance.pk is None:
            return create_person(by=by, at=at, **said)
        person = Person.objects.get(pk=self.instance.pk)
        change_names(by=by, person=person, first_name=said["first_name"], last_name=said["last_name"], at=at)
        change_email_unconfirmed(by=by, person=person, email=said["email"], at=at)
        change_staff_number(by=by, person=person, staff_number=said["staff_number"] or "", at=at)
        change_job(by=by, person=person, job_title=said["job_title"], at=at)
        change_preferences(by=by, person=person, language=said["language"], at=at)
        return change_position(by=by, person=person, at=at, **{name: said[name] for name in POSITION})


@admin.register(Person)
class PersonSection(Section):
    """Accounts are opened, corrected, closed and reopened here; never deleted."""

    form = PersonForm
    target_type, symbol = "person", "group"
    list_display = ("name", "email", "staff_number", "unit", "role_names", "is_active", "mail_arrives", "last_login")
    list_filter = ("is_active", "is_guest", "language", ("unit", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name_key", "email", "staff_number")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit", "site", "manager")
    ordering = ("name_key", "id")
    list_per_page = 50
    show_full_result_count = False
    actions = ("send_link", "sign_out", "close", "reopen")
    actions_submit_line = ("send_link_here", "close_here", "reopen_here")
    fieldsets = (
        (_("Account"), {"fields": ("first_name", "last_name", "email", "staff_number", "language")}),
        (_("Position"), {"fields": ("job_title", "unit", "site", "manager")}),
        (_("Roles"), {"fields": ("roles", "is_guest")}),
    )

    @admin.display(description=_("name"), ordering="name_key")
    def name(self, person: Person) -> str:
        return person.name

    @admin.display(description=_("mail arrives"), boolean=True)
    def mail_arrives(self, person: Person) -> bool:
        """Not when the address refused our mails: none goes there until its owner says that it works, or it is another."""
        return not person.is_mail_refused

    @admin.display(description=_("roles"))
    def role_names(self, person: Person) -> str:
        return gettext("Guest") if person.is_guest else ", ".join(str(Role(role).label) for role in person.roles)

    @admin.action(description=_("Send a link to choose a password"))
    def send_link(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        """Each gets a message; a closed account gets none."""
        chosen = list(people.filter(is_active=True))
        for person in chosen:
            ask_for_password_link(person.email)
        self._say(request, len(chosen), ngettext("Link sent to %(n)d person.", "Link sent to %(n)d people.", len(chosen)))

    @admin.action(description=_("Sign out everywhere"))
    def sign_out(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        self._each(request, people, sign_out_everywhere)

    @admin.action(description=_("Close the accounts"))
    def close(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        self._each(request, people, deactivate)

    @admin.action(description=_("Reopen the accounts"))
    def reopen(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        self._each(request, people, reactivate)

    @action(description=_("Save and send a password link"))  # type: ignore[untyped-decorator]
    def send_link_here(self, request: HttpRequest, person: Person) -> None:
        self.send_link(request, Person.objects.filter(pk=person.pk))

    @action(description=_("Save and close the account"))  # type: ignore[untyped-decorator]
    def close_here(self, request: HttpRequest, person: Person) -> None:
        self._each(request, [person], deactivate)

    @action(description=_("Save and reopen the account"))  # type: ignore[untyped-decorator]
    def reopen_here(self, request: HttpRequest, person: Person) -> None:
        self._each(request, [person], reactivate)

    def get_actions_submit_line(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """An open account can be closed, a closed one reopened, a new one gets its link."""
        is_open = Person.objects.filter(pk=object_id).values_list("is_active", flat=True).first()
        offered = {None: (self.send_link_here,), True: (self.send_link_here, self.close_here), False: (self.reopen_here,)}
        return [button for button in super().get_actions_submit_line(request, object_id) if button.method in offered[is_open]]

    def _each(self, request: HttpRequest, people: Sequence[Person] | QuerySet[Person], act: Callable[..., Person]) -> None:
        done = 0
        for person in people:
            try:
                act(by=cast(Person, request.user), person=person, at=timezone.now())
                done += 1
            except Refused as refusal:
                messages.error(request, f"{person.name}: {refusal}")
        self._say(request, done, ngettext("Done for %(n)d account.", "Done for %(n)d accounts.", done))

    def _say(self, request: HttpRequest, count: int, sentence: str) -> None:
        if count:
            messages.success(request, sentence % {"n": count})
        else:
            messages.warning(request, gettext("Nothing was done."))


class SkillForm(WritingForm):
    class Meta:
        model = Skill
        fields = ("name",)

    def write(self) -> Skill:
        return rename_skill(by=self.by, skill=Skill.objects.get(pk=self.instance.pk), at=timezone.now(), **self.cleaned_data)


@admin.register(Skill)
class SkillSection(Section):
    """What people say they know how to do. Two spellings of one are merged here; the old one leads to the one that is kept."""

    form = SkillForm
    target_type, symbol = "skill", "construction"
    list_display = ("name", "people", "merged_into")
    list_select_related = ("merged_into",)
    search_fields = ("key",)
    ordering = ("key",)
    list_per_page = 100
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> Any:
        has = PersonSkill.objects.filter(skill=OuterRef("pk")).order_by().values("skill").annotate(n=Count("pk")).values("n")
        return Skill.objects.annotate(people_count=Coalesce(Subquery(has), 0))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people name their own

    @admin.display(description=_("people"), ordering="people_count")
    def people(self, skill: Any) -> int:
        return int(skill.people_count)

    @admin.action(description=_("Merge into the one that most people have"))
    def merge(self, request: HttpRequest, skills: QuerySet[Skill]) -> None:
        """Of those chosen, the most frequent spelling is kept."""
        chosen = sorted(skills, key=lambda skill: (skill.merged_into_id is not None, -self.people(skill), skill.key))
        if not chosen:
            return
        try:
            kept = merge_skills(by=cast(Person, request.user), kept=chosen[0], others=chosen[1:], at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("Merged into “%(name)s”: profiles now say so.") % {"name": kept.name})


class UnitForm(WritingForm):
    class Meta:
        model = Unit
        fields = ("name", "kind", "parent", "code")

    def write(self) -> Unit:
        unit = Unit.objects.get(pk=self.instance.pk) if self.instance.pk else None
        return save_unit(by=self.by, unit=unit, at=timezone.now(), **self.cleaned_data)


@admin.register(Unit)
class UnitSection(Section):
    """Departments, sites and teams, each shown with the units above it."""

    form = UnitForm
    target_type, symbol = "unit", "account_tree"
    list_display = ("path", "kind", "code")
    list_filter = ("kind",)
    search_fields = ("name_key", "code")
    autocomplete_fields = ("parent",)
    ordering = ("name_key", "id")

    def get_queryset(self, request: HttpRequest) -> Any:
        return Unit.objects.select_related("parent__parent__parent__parent")

    @admin.display(description=_("unit"), ordering="name_key")
    def path(self, unit: Unit) -> str:
        names, above = [unit.name], unit.parent
        while above is not None:
            names.append(above.name)
            above = above.parent
        return " › ".join(reversed(names))
