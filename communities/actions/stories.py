"""Stories: a first success told, confirmed by a second person, renewed or retired after some months."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._kind import Kind
from communities.actions.words import check_length, mention_of, readers_called
from communities.events import NewEvent
from communities.models import Basis, Community, Post, Story, StoryPerson, StoryRenewal, StoryState
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import clean, one_line
from rse.people.models import Person

VIA = "story"  # of the event that tells someone that they are part of one
MAX_TEXT, MAX_UNIT, MAX_PERIOD, MAX_NOTE = 4_000, 40, 60, 200
MAX_PROOFS, MAX_ADDRESS, MAX_PEOPLE = 10, 500, 20
MONTHS = (3, 6, 12)
LARGEST = Decimal(10) ** 12
_DUE_AT_ONCE = 200


@dataclass(frozen=True)
class Told:
    """A story to come, checked. Without a figure, `amount` is None and unit, period and basis are empty."""

    situation: str
    change: str
    amount: Decimal | None
    unit: str
    period: str
    basis: str
    proofs: tuple[str, ...]
    happened_on: date
    months: int
    people: tuple[Person, ...]

    @property
    def figure(self) -> tuple[Decimal | None, str, str, str]:
        return self.amount, self.unit, self.period, self.basis


def check(by: Person, community: Community, details: Mapping[str, object], at: datetime) -> Told:
    """Read {situation, change, amount, unit, period, basis, proofs: addresses, happened_on, months, people: names or ids}.

    Raises Refused on an unfit one.
    """
    amount, unit, period, basis = _figure(details)
    return Told(
        situation=_text(details, "situation", _("Say what the situation was before.")),
        change=_text(details, "change", _("Say what the community changed.")),
        amount=amount,
        unit=unit,
        period=period,
        basis=basis,
        proofs=_proofs(details.get("proofs")),
        happened_on=_happened_on(details.get("happened_on"), at),
        months=_months(details.get("months")),
        people=tuple(readers_called(details.get("people"), by=by, community=community, field="people", most=MAX_PEOPLE)),
    )


def write(post: Post, told: Told, by: Person, at: datetime, source: str) -> None:
    """Add its story to a post that was just inserted, and tell those whose success it is."""
    story = Story.objects.create(post=post, community_id=post.community_id, renew_on=_later(at, told.months), **_columns(told))
    _set_people(story, told.people, by=by, at=at, source=source)


def edit(post: Post, details: Mapping[str, object], by: Person, at: datetime, source: str) -> bool:
    """Tell it otherwise. What is told otherwise needs another confirmation; until when it holds does not, nor does leaving that out."""
    story = Story.objects.select_for_update().get(post=post)
    told = check(by, post.community, {"months": story.months} | dict(details), at)
    before = {name: getattr(story, name) for name in _columns(told)}
    had = set(StoryPerson.objects.filter(story=story).values_list("person_id", flat=True))
    if before == _columns(told) and had == {person.pk for person in told.people}:
        return False
    if told.months != story.months and story.due_at is None:
        story.renew_on = _later(_since(story), told.months)
    for name, value in _columns(told).items():
        setattr(story, name, value)
    story.save()
    _set_people(story, told.people, by=by, at=at, source=source)
    if before | {"months": told.months} != _columns(told) or had != {person.pk for person in told.people}:
        reword(post)
    return True


def reword(post: Post) -> None:
    """Whoever confirmed it confirmed other words: it waits for a confirmation again."""
    unsigned = {"state": StoryState.SUBMITTED, "countersigned_by": None, "countersigned_at": None, "countersign_note": ""}
    Story.objects.filter(post=post, state=StoryState.COUNTERSIGNED).update(**unsigned)


STORY = Kind(check=check, write=write, edit=edit, reword=reword, needs_body=False, needs_title=True, has_details=True)


@transaction.atomic
def countersign(*, by: Person, post: Post, at: datetime, note: str = "", source: str = "web") -> Story:
    """Confirm a story as a second person. Raises PermissionDenied where one may not, Refused once it is confirmed or retired."""
    access.require(access.may_countersign(by, post))
    note = _note(note)
    story = _locked(post)
    if story.state == StoryState.RETIRED:
        raise Refused(_("This story is retired: it can no longer be confirmed."))
    if story.state == StoryState.COUNTERSIGNED:
        raise Refused(_("This story is confirmed already."))
    story.state, story.countersigned_by, story.countersigned_at, story.countersign_note = StoryState.COUNTERSIGNED, by, at, note
    story.save(update_fields=["state", "countersigned_by", "countersigned_at", "countersign_note"])
    _show(post)
    events.record(_event(Verb.COUNTERSIGN, post, by=by, at=at, source=source))
    return story


@transaction.atomic
def renew(*, by: Person, post: Post, at: datetime, note: str = "", source: str = "web") -> Story:
    """Say that a story still holds, for as many months again."""
    access.require(access.may_renew(by, post))
    note = _note(note)
    story = _locked(post)
    if story.state == StoryState.RETIRED:
        raise Refused(_("This story is retired: tell it anew if it holds again."))
    StoryRenewal.objects.create(story=story, by=by, at=at, note=note)
    story.renew_on, story.due_at = _later(at, story.months), None
    story.save(update_fields=["renew_on", "due_at"])
    _show(post)
    events.record(_event(Verb.RENEW, post, by=by, at=at, source=source))
    return story


@transaction.atomic
def retire(*, by: Person, post: Post, at: datetime, source: str = "web") -> Story:
    """Say that a story holds no more. It stays to be read, marked. Done twice, it is done once."""
    access.require(access.may_renew(by, post))
    story = _locked(post)
    if story.state != StoryState.RETIRED:
        story.state, story.retired_at, story.due_at = StoryState.RETIRED, at, None
        story.save(update_fields=["state", "retired_at", "due_at"])
        _show(post)
        events.record(_event(Verb.RETIRE, post, by=by, at=at, source=source))
    return story


@transaction.atomic
def remind_due(at: datetime) -> int:
    """Find the stories to be confirmed again: their cards say so, their author and the animation are told. Returns how many."""
    waiting = Story.objects.filter(due_at=None, renew_on__lte=timezone.localdate(at)).exclude(state=StoryState.RETIRED)
    due = list(waiting.select_for_update(skip_locked=True).order_by("renew_on").values_list("pk", flat=True)[:_DUE_AT_ONCE])
    Story.objects.filter(pk__in=due).update(due_at=at)
    for post in Post.objects.filter(pk__in=due, deleted_at=None):
        _show(post)
        events.record(_event(Verb.DUE, post, by=None, at=at, source="web"))
    return len(due)


def _locked(post: Post) -> Story:
    story = Story.objects.select_for_update(of=("self",)).filter(post=post, post__deleted_at=None).first()
    if story is None:
        raise Refused(_("There is no story here."))
    return story


def _show(post: Post) -> None:
    """The card of the post shows something new; the row that the caller holds knows it."""
    Post.objects.filter(pk=post.pk).update(version=F("version") + 1)
    post.refresh_from_db(fields=["version"])


def _event(verb: str, post: Post, *, by: Person | None, at: datetime, source: str) -> NewEvent:
    return NewEvent(
        at=at,
        verb=verb,
        actor_id=by.pk if by else None,
        community_id=post.community_id,
        object_type="post",
        object_id=post.pk,
        root_id=post.pk,
        target_id=post.author_id,
        source=source,
    )


def _columns(told: Told) -> dict[str, object]:
    names = ("situation", "change", "amount", "unit", "period", "basis", "happened_on", "months")
    return {name: getattr(told, name) for name in names} | {"proofs": list(told.proofs)}


def _set_people(story: Story, people: tuple[Person, ...], *, by: Person, at: datetime, source: str) -> None:
    """Whose success it is; those who are new there are told, but for who writes it."""
    had = set(StoryPerson.objects.filter(story=story).values_list("person_id", flat=True))
    StoryPerson.objects.filter(story=story).exclude(person__in=people).delete()
    new = [person for person in people if person.pk not in had]
    StoryPerson.objects.bulk_create(StoryPerson(story=story, person=person) for person in new)
    for person in new:
        if person != by:
            events.record(mention_of(person, by=by, post=story.post, via=VIA, at=at, source=source))


def _since(story: Story) -> datetime:
    """From when it holds: its last renewal, else its publication."""
    last = StoryRenewal.objects.filter(story=story).order_by("-at").values_list("at", flat=True).first()
    return last or story.post.at


def _later(at: datetime, months: int) -> date:
    """The same day that many months on, or the last one of a shorter month."""
    today = timezone.localdate(at)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _text(details: Mapping[str, object], name: str, missing: object) -> str:
    text = clean(str(details.get(name) or "")).strip()
    if not text:
        raise Refused(str(missing), field=name)
    check_length(text, limit=MAX_TEXT, field=name)
    return text


def _figure(details: Mapping[str, object]) -> tuple[Decimal | None, str, str, str]:
    """The figure with all that it needs, or nothing: a success may have none."""
    amount, basis = details.get("amount"), str(details.get("basis") or "")
    unit, period = one_line(str(details.get("unit") or "")), one_line(str(details.get("period") or ""))
    if amount is None:
        if unit or period:
            raise Refused(_("Write the figure, or leave its unit and its period empty too."), field="amount")
        return None, "", "", ""
    if not isinstance(amount, Decimal) or not amount.is_finite() or abs(amount) >= LARGEST or amount != round(amount, 2):
        raise Refused(_("Write a figure with at most two digits after the mark."), field="amount")
    if not unit:
        raise Refused(_("Say in what this is counted: hours, euros, complaints."), field="unit")
    if not period:
        raise Refused(_("Say over what period: each week, in 2026, once."), field="period")
    check_length(unit, limit=MAX_UNIT, field="unit")
    check_length(period, limit=MAX_PERIOD, field="period")
    if basis not in Basis.values:
        raise Refused(_("Say what the figure rests on: measured, estimated or declared."), field="basis")
    return amount, unit, period, basis


def _proofs(given: object) -> tuple[str, ...]:
    texts = given if isinstance(given, list | tuple) else ()
    addresses = tuple(dict.fromkeys(address for text in texts if (address := one_line(str(text)))))
    if len(addresses) > MAX_PROOFS:
        raise Refused(_("Give 10 links at most."), field="proofs")
    for address in addresses:
        check_length(address, limit=MAX_ADDRESS, field="proofs")
        if not _is_address(address):
            raise Refused(_("A proof is a link that begins with https://, one on each line."), field="proofs")
    return addresses


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and " " not in text
    except ValueError:
        return False


def _happened_on(given: object, at: datetime) -> date:
    if not isinstance(given, date):
        raise Refused(_("Say on which day this happened."), field="happened_on")
    if not date(1990, 1, 1) <= given <= timezone.localdate(at):
        raise Refused(_("The day must be in the past."), field="happened_on")
    return given


def _months(given: object) -> int:
    if given in (None, ""):
        return MONTHS[-1]
    if str(given) not in {str(months) for months in MONTHS}:
        raise Refused(_("This is not one of the choices offered."), field="months")
    return int(str(given))


def _note(text: str) -> str:
    note = one_line(text)
    check_length(note, limit=MAX_NOTE, field="note")
    return note
