"""The units that a staff list names, found in the tree or to be made in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from rse.lib.fold import fold
from rse.people.directory.lines import Line
from rse.people.models import Unit, UnitKind

Path = tuple[str, ...]  # names from the top down


@dataclass
class Tree:
    """Units by code, by parent and name; what is asked for and missing, in the order met."""

    units: list[Unit]
    codes: dict[str, Unit] = field(default_factory=dict)
    under: dict[tuple[int | None, str], Unit] = field(default_factory=dict)
    named: dict[tuple[bool, str], list[Unit]] = field(default_factory=dict)
    wanted: dict[tuple[bool, Path], str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Tree:
        tree = cls([])
        for unit in Unit.objects.order_by("id"):
            tree.add(unit)
        return tree

    def add(self, unit: Unit) -> None:
        self.units.append(unit)
        is_site = unit.kind == UnitKind.SITE
        if unit.code:
            self.codes.setdefault(unit.code.lower(), unit)
        if not is_site:
            self.under.setdefault((unit.parent_id, unit.name_key), unit)
        self.named.setdefault((is_site, unit.name_key), []).append(unit)

    def unit(self, path: Path) -> Unit | None:
        """The unit of that path: its top by code or by a name that one unit alone bears, the rest under it."""
        found: Unit | None = None
        for place, name in enumerate(path):
            found = self._top(name) if place == 0 else self.under.get((found.pk if found else None, fold(name)))
            if found is None:
                return None
        return found

    def site(self, name: str) -> Unit | None:
        named = self.named.get((True, fold(name)), [])
        return named[0] if named else None

    def unit_id(self, path: Path) -> int | None:
        """Its key; 0, which no unit has, when it is to be made."""
        return found.pk if (found := self.unit(path)) else 0

    def site_id(self, name: str) -> int | None:
        return found.pk if (found := self.site(name)) else 0

    def note(self, line: Line) -> None:
        """Remember what has to be made for this line."""
        for depth in range(1, len(line.unit) + 1):
            if self.unit(line.unit[:depth]) is None:
                self.wanted.setdefault((False, tuple(fold(name) for name in line.unit[:depth])), " / ".join(line.unit[:depth]))
        if line.site and self.site(line.site) is None:
            self.wanted.setdefault((True, (fold(line.site),)), line.site)

    def missing(self) -> list[str]:
        return list(self.wanted.values())

    def make(self, line: Line) -> None:
        """Make, in the database, the units that this line needs and that are missing."""
        for depth in range(1, len(line.unit) + 1):
            if self.unit(line.unit[:depth]) is None:
                parent = self.unit(line.unit[: depth - 1]) if depth > 1 else None
                kind = UnitKind.TEAM if depth > 1 else UnitKind.DEPARTMENT
                self.add(Unit.objects.create(name=line.unit[depth - 1], kind=kind, parent=parent))
        if line.site and self.site(line.site) is None:
            self.add(Unit.objects.create(name=line.site, kind=UnitKind.SITE))

    def _top(self, name: str) -> Unit | None:
        if (coded := self.codes.get(name.lower())) is not None:
            return coded
        key = fold(name)
        if (found := self.under.get((None, key))) is not None:
            return found
        named = self.named.get((False, key), [])
        return named[0] if len(named) == 1 else None
