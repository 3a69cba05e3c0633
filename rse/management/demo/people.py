"""The invented staff: 400 people of 12 departments and 5 sites, under a tree of managers, who open their accounts in three waves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from adoption.science.weeks import starts_at
from rse.lib.fold import fold
from rse.management.demo import names
from rse.management.demo.accounts import ACCOUNTS, Account
from rse.management.demo.company import DEPARTMENTS, DOMAIN, ENGLISH_SITE, SITES, Department, job_of
from rse.management.demo.season import ZONE, instant

FULL_SIZE = 400
FULL_WEEKS = 60
TEAM = 11  # people under one team lead
_WAVES = (("direction", "maintenance", "qualite", "rh", "securite"), ("pompes", "achats", "etudes", "informatique"))
_WAVE_WEEKS = (0, 5, 12)
_HIRED_LATER = 0.07
_LEAVERS = 0.03
_WOMEN = 0.42
_ABOUTS = (
    "Arrivée par l’alternance, restée pour l’équipe.|Arrivé par l’alternance, resté pour l’équipe.",
    "Quinze ans de terrain, et toujours un carnet dans la poche.",
    "Référente sur mon site pour les nouveaux outils.|Référent sur mon site pour les nouveaux outils.",
    "Je réponds volontiers aux questions sur mon métier, surtout le matin.",
    "Passée par deux autres sites avant celui-ci.|Passé par deux autres sites avant celui-ci.",
    "Sauveteuse secouriste du travail.|Sauveteur secouriste du travail.",
    "Curieuse de tout ce qui se démonte.|Curieux de tout ce qui se démonte.",
    "Je cherche à échanger avec les personnes qui font le même métier ailleurs.",
)
_OTHER_LANGUAGES = ("es", "de", "it", "pt", "ar", "pl", "tr", "kab")
_SPEAKS_ANOTHER = 0.22
_CONSENTS = 0.45  # share of the people who let themselves be found by what they know
_CONSENTING = ("animator", "employee")
_TELLS = 0.25  # share of the people who say something of themselves


@dataclass
class Employee:
    """One invented person. Weeks are those of `adoption.science.weeks`; `appetite` is how willing they are to contribute, 0 to 1."""

    index: int
    first_name: str
    last_name: str
    email: str
    job_title: str
    department: str
    site: str
    joined_at: datetime
    manager: int | None = None
    roles: tuple[str, ...] = ()
    label: str = ""
    is_guest: bool = False
    left_at: datetime | None = None
    on_shift: bool = False
    appetite: float = 0.0
    visits: float = 0.0  # in an ordinary week
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    shows_knowledge: bool = False
    about: str = ""
    reports: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def language(self) -> str:
        return "en" if self.site == ENGLISH_SITE else "fr"

    @property
    def place_of_work(self) -> str:
        return SITES[self.site].split(",")[0].split(" (")[0].split("-sur-")[0]

    def is_here(self, at: datetime) -> bool:
        return self.joined_at <= at and (self.left_at is None or at < self.left_at)


def staff(rng: Random, *, people: int, first: int, weeks: int, end: datetime) -> list[Employee]:
    """Everyone, heads of department first, each after their manager. `first` is the week the network opens."""
    hired: list[Employee] = []
    free_names = _Names(rng)
    for department in _order():
        _hire(hired, rng, department, _headcount(department, people), free_names)
    for account in ACCOUNTS:
        if account.place == "guest":
            hired.append(_guest(len(hired), account, end))
    _date(hired, rng, first=first, weeks=weeks, end=end)
    for person in hired:
        if person.manager is not None:
            hired[person.manager].reports.append(person.index)
        _temper(person, rng)
        _tell_more(person)
    return hired


def _order() -> list[Department]:
    return sorted(DEPARTMENTS, key=lambda department: department.key != "direction")


def _headcount(department: Department, people: int) -> int:
    fixed = sum(account.department == department.key for account in ACCOUNTS)
    return max(fixed + 2, round(department.people * people / FULL_SIZE))


def _hire(hired: list[Employee], rng: Random, department: Department, count: int, free_names: "_Names") -> None:
    """A head under the general director, team leads under the head, the others spread under the leads."""
    fixed = [account for account in ACCOUNTS if account.department == department.key]
    leads = max(1, round((count - 1) / TEAM))
    head = len(hired)
    sites = _spread(department.sites, leads)
    for rank in range(count):
        place = "head" if rank == 0 else "lead" if rank <= leads else "team"
        account = next((a for a in fixed if a.place == place and rank in (0, 1, *range(leads + 1, leads * 9, leads))), None)
        if account is not None:
            fixed.remove(account)
        team = (rank - 1) % leads
        site = sites[team] if rank else next(iter(department.sites))
        manager = (None if head == 0 else 0) if rank == 0 else head if place == "lead" else head + 1 + team
        job = (
            department.head
            if rank == 0
            else department.lead
            if place == "lead"
            else rng.choice(department.abroad if site == ENGLISH_SITE else department.jobs)
        )
        hired.append(_employee(len(hired), rng, department, site, job, account, manager, free_names))
    if fixed:
        raise ValueError(f"no room for {fixed[0].email} in {department.key}")


def _employee(
    index: int, rng: Random, department: Department, site: str, job: str, account: Account | None, manager: int | None, free: "_Names"
) -> Employee:
    is_woman = rng.random() < _WOMEN
    first_name, last_name = (account.first_name, account.last_name) if account else free.take(is_woman, english=site == ENGLISH_SITE)
    return Employee(
        index=index,
        first_name=first_name,
        last_name=last_name,
        email=account.email if account else f"{_address(first_name)}.{_address(last_name)}@{DOMAIN}",
        job_title=account.job_title if account else job_of(job, is_woman=is_woman),
        department=department.key,
        site=site,
        joined_at=datetime.min.replace(tzinfo=ZONE),
        manager=manager,
        roles=account.roles if account else (),
        label=account.label if account else "",
        on_shift=department.on_shift and rng.random() < 0.8,
        about=job_of(rng.choice(_ABOUTS), is_woman=is_woman) if site != ENGLISH_SITE and not account and rng.random() < _TELLS else "",
        skills=tuple(rng.sample(department.skills, min(len(department.skills), rng.randint(1, 3)))) if rng.random() < 0.45 else (),
    )


def _guest(index: int, account: Account, end: datetime) -> Employee:
    return Employee(
        index, account.first_name, account.last_name, account.email, account.job_title, "", "vaubrun",
        joined_at=end - timedelta(days=40), label=account.label, is_guest=True,
    )  # fmt: skip


def _date(hired: list[Employee], rng: Random, *, first: int, weeks: int, end: datetime) -> None:
    """Accounts open by waves of departments; some people arrive later, and a few leave."""
    leads = {person.manager for person in hired}
    for person in hired:
        if person.is_guest:
            continue
        wave = next((i for i, keys in enumerate(_WAVES) if person.department in keys), len(_WAVES))
        week = first + _WAVE_WEEKS[wave] * weeks // FULL_WEEKS
        is_plain = not person.label and person.index not in leads
        if is_plain and rng.random() < _HIRED_LATER:
            week = first + rng.randrange(weeks * 2 // 10, weeks * 9 // 10)
        opening = starts_at(week, ZONE) + timedelta(hours=rng.uniform(8, 11))
        person.joined_at = min(opening, end - timedelta(days=2))
        if is_plain and rng.random() < _LEAVERS:
            left_at = instant(rng, rng.randrange(week + 1, first + weeks), on_shift=False) if week + 1 < first + weeks else end
            person.left_at = left_at if person.joined_at < left_at < end else None


def _temper(person: Employee, rng: Random) -> None:
    """A third never write, some write a lot; many read who do not write."""
    person.appetite = 0.0 if rng.random() < 0.3 else rng.betavariate(1.2, 2.6)
    person.visits = rng.choices((0.0, 0.15, 0.6, 1.6, 4.0), (12, 22, 28, 26, 12))[0]
    if person.department in ("maintenance", "qualite", "informatique"):
        person.appetite = min(1.0, person.appetite * 1.3 + 0.05)
    if person.label:
        person.appetite, person.visits = {"sponsor": (0.25, 2.0), "guest": (0.2, 1.0)}.get(person.label, (0.75, 4.0))
    if person.appetite:
        person.visits = max(person.visits, 0.3 + 2 * person.appetite)


def _tell_more(person: Employee) -> None:
    """Languages, and a consent for some; drawn apart, so that nothing else of the story moves."""
    rng = Random(f"{person.index} {person.email}")  # noqa: S311  # a believable past, not a secret
    is_english = person.site == ENGLISH_SITE
    others = rng.sample(_OTHER_LANGUAGES, 1) if rng.random() < _SPEAKS_ANOTHER else []
    second = ("fr" if is_english else "en",) if rng.random() < (0.25 if is_english else 0.4) else ()
    person.languages = ("en" if is_english else "fr", *second, *others)
    person.shows_knowledge = not person.is_guest and (person.label in _CONSENTING or (not person.label and rng.random() < _CONSENTS))
    department = next((each for each in DEPARTMENTS if each.key == person.department), None)
    if person.label and department and not person.skills:
        person.skills = tuple(rng.sample(department.skills, 2))


def _spread(shares: dict[str, int], count: int) -> list[str]:
    """`count` sites in these proportions, the larger first."""
    placed: dict[str, int] = dict.fromkeys(shares, 0)
    chosen = []
    for _rank in range(count):
        site = min(shares, key=lambda key: (placed[key] + 1) / shares[key])
        placed[site] += 1
        chosen.append(site)
    return chosen


def _address(name: str) -> str:
    return fold(name).replace(" ", "").replace("'", "").replace("’", "").replace("ı", "i")


class _Names:
    """Pairs of names, each given once."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.taken = {fold(f"{account.first_name} {account.last_name}") for account in ACCOUNTS}

    def take(self, is_woman: bool, *, english: bool) -> tuple[str, str]:
        firsts = (names.ENGLISH_WOMEN if is_woman else names.ENGLISH_MEN) if english else names.WOMEN if is_woman else names.MEN
        lasts = names.ENGLISH_LAST if english else names.LAST
        while True:
            pair = self.rng.choice(firsts), self.rng.choice(lasts)
            key = fold(" ".join(pair))
            if key not in self.taken:
                self.taken.add(key)
                return pair
