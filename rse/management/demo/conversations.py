"""What is said in the communities each week: conversations of texts/, told by people who belong there, at hours when they work."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from rse.management.demo.company import ENGLISH_SITE
from rse.management.demo.people import FULL_WEEKS, Employee
from rse.management.demo.places import Place
from rse.management.demo.plan import Conversation, Plan, Said, Stay
from rse.management.demo.season import at_work, instant
from rse.management.demo.threads import Thread, tell, threads

_KINDS, _KIND_WEIGHTS = ("utile", "merci", "confirme", "creuser"), (45, 32, 17, 6)
_UNANSWERED = 0.17  # share of the posts that nobody answers, where the community does not live by itself
_ALONE = 0.8  # from that share on, the animator does nearly everything


class Teller:
    """Tells conversations, each one told again only after most of the others of its community."""

    def __init__(self, plan: Plan, rng: Random, *, scale: float, weeks: int, first: int) -> None:
        self.plan, self.rng, self.scale, self.weeks, self.first = plan, rng, scale, weeks, first
        self.stays: dict[str, list[Stay]] = defaultdict(list)
        for stay in plan.stays:
            self.stays[stay.place].append(stay)
        self.told: dict[str, dict[Thread, int]] = {}  # where each was last told, in order

    def tell_week(self, week: int, pool: set[int], season: float) -> None:
        for place, opened_at, _owner in self.plan.places:
            for _number in range(self._count(place, week, pool, season)):
                talk = self._conversation(place, week, pool, opened_at)
                if talk is not None:
                    self.plan.conversations.append(talk)

    def _count(self, place: Place, week: int, pool: set[int], season: float) -> int:
        """Poisson around the community's rate, its season, and how many of its members are engaged."""
        age = week - self.first - place.opens * self.weeks // FULL_WEEKS
        life = (place.dies or 0) * self.weeks // FULL_WEEKS - place.opens * self.weeks // FULL_WEEKS
        if age < 0 or (place.dies is not None and age >= life):
            return 0
        members = self.stays[place.key]
        engaged = sum(stay.person in pool for stay in members) / max(1, len(members))
        alive = 1.0 if place.steady or place.animated >= _ALONE else min(1.3, 0.35 + 2.4 * engaged)
        fading = 1.0 if place.dies is None else max(0.1, 1.2 - age / max(1, life))
        return _poisson(self.rng, place.rate * self.scale * season * alive * fading)

    def _conversation(self, place: Place, week: int, pool: set[int], opened_at: datetime) -> Conversation | None:
        rng, people = self.rng, self.plan.people
        rough = instant(rng, week, on_shift=False)
        thread = self._next(place, rough)
        if thread is None:
            return None
        present = [people[s.person] for s in self.stays[place.key] if s.from_at <= rough and (s.to_at is None or rough < s.to_at)]
        cast = self._cast(place, thread, present, pool)
        if cast is None or rough < opened_at:
            return None
        at = instant(rng, week, on_shift=cast[thread.author].on_shift)
        if at >= self.plan.end or any(not self._belongs(place, person, at) for person in cast.values()):
            return None
        self.told[place.key][thread] = len(self.plan.conversations)
        told = tell(
            thread, rng, at=at, names={key: p.name for key, p in cast.items()}, sites={key: p.place_of_work for key, p in cast.items()}
        )
        said, places = self._turns(place, told, cast, at)
        talk = Conversation(place.key, told.title, told.is_question, told.language, said)
        self._accept(talk, told, places)
        self._react(place, talk, present, pool)
        return talk

    def _next(self, place: Place, at: datetime) -> Thread | None:
        """One of those untold for longest that suit the time of the year; a story goes on, and ends."""
        last = self.told.setdefault(place.key, {})
        fit = [thread for file in place.texts for thread in threads(file) if thread.suits(at)]
        if place.in_order:
            return next((thread for thread in fit if thread not in last), None)
        if place.animated >= _ALONE and self.rng.random() < place.animated:
            fit = [thread for thread in fit if thread.author == "M"]
        self.rng.shuffle(fit)
        fit.sort(key=lambda thread: last.get(thread, -1))
        return self.rng.choice(fit[: len(fit) // 4 + 1])

    def _cast(self, place: Place, thread: Thread, present: list[Employee], pool: set[int]) -> dict[str, Employee] | None:
        """Someone for each letter; None when there are not enough people."""
        hosting = self._host(place)
        host = next((person for person in present if person.index == hosting), None)
        free = [person for person in present if host is None or person.index != host.index]
        cast: dict[str, Employee] = {}
        letters = thread.speakers
        if host is not None and "M" in letters:
            cast["M"] = host
        elif host is not None and place.animated < _ALONE and self.rng.random() < place.animated:
            cast["A"] = host
        missing = [letter for letter in letters if letter not in cast]
        if len(free) < len(missing):
            return None
        for letter in missing:
            fit = self._fit(thread, letter, free, cast) or free
            weights = [1 + 3 * p.appetite if p.index in pool else place.passing for p in fit]
            chosen = self.rng.choices(fit, weights)[0]
            free.remove(chosen)
            cast[letter] = chosen
        return cast

    def _fit(self, thread: Thread, letter: str, free: list[Employee], cast: dict[str, Employee]) -> list[Employee]:
        """Those who could say it: from another site when the text says so, in the language of their own."""
        if thread.language == "en":
            at_home = letter == thread.author
            return [person for person in free if (person.site == ENGLISH_SITE) is at_home]
        away = cast[thread.author].site if letter in thread.elsewhere else ""
        return [person for person in free if person.site not in (ENGLISH_SITE, away)]

    def _host(self, place: Place) -> int:
        """Its owner, or one of its animators."""
        hosts = [stay.person for stay in self.stays[place.key] if stay.role != "member"]
        return hosts[0] if len(hosts) == 1 or self.rng.random() < 0.7 else self.rng.choice(hosts[1:])

    def _belongs(self, place: Place, person: Employee, at: datetime) -> bool:
        return any(
            s.person == person.index and s.from_at <= at and (s.to_at is None or at < s.to_at) for s in self.stays[place.key]
        ) and person.is_here(at)

    def _turns(self, place: Place, told: Thread, cast: dict[str, Employee], at: datetime) -> tuple[list[Said], list[int]]:
        """The turns that have come by now, in order, and where each of the thread's stands among them."""
        said = [Said(cast[told.author].index, told.turns[0].text, at)]
        places = [0]
        top = 0
        unanswered = not place.steady and self.rng.random() < _UNANSWERED
        for turn in () if unanswered else told.turns[1:]:
            person = cast[turn.speaker]
            at = at_work(self.rng, at + self._delay(len(said)), on_shift=person.on_shift)
            if at >= self.plan.end or not self._belongs(place, person, at):
                break
            said.append(Said(person.index, turn.text, at, answers=top if turn.is_reply else 0))
            places.append(len(said) - 1)
            top = top if turn.is_reply else len(said) - 1
        return said, places

    def _delay(self, rank: int) -> timedelta:
        return timedelta(minutes=min(6 * 24 * 60, self.rng.lognormvariate(4.1 if rank == 1 else 4.6, 1.3) + 2))

    def _accept(self, talk: Conversation, told: Thread, places: Sequence[int]) -> None:
        for place, turn in zip(places, told.turns, strict=False):
            if turn.accepted:
                at = talk.said[place].at + self._delay(1)
                if at < self.plan.end:
                    talk.accepted = (place, talk.said[0].by, at)

    def _react(self, place: Place, talk: Conversation, present: list[Employee], pool: set[int]) -> None:
        """Reactions on the post and its answers, by other members, more on the accepted answer."""
        rng = self.rng
        wanted = _poisson(rng, place.reactions * min(1.0, len(present) / 12))
        weights = [1 + 2 * p.appetite if p.index in pool else place.passing for p in present]
        given: set[tuple[int, int]] = set()
        for _reaction in range(wanted):
            person = rng.choices(present, weights)[0]
            turn = talk.accepted[0] if talk.accepted and rng.random() < 0.45 else rng.choice((0, rng.randrange(len(talk.said))))
            said = talk.said[turn]
            at = at_work(rng, said.at + self._delay(2), on_shift=person.on_shift)
            if person.index == said.by or (turn, person.index) in given or at >= self.plan.end or not self._belongs(place, person, at):
                continue
            given.add((turn, person.index))
            said.reactions.append((person.index, rng.choices(_KINDS, _KIND_WEIGHTS)[0], at))


def _poisson(rng: Random, mean: float) -> int:
    """Number of events of a Poisson law, by its waiting times."""
    count, waited = 0, rng.expovariate(1.0)
    while waited < mean:
        count += 1
        waited += rng.expovariate(1.0)
    return count
