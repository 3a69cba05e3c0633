"""Staff lists for tests: small ones with everything that goes wrong, large ones that are in order."""

import csv
import io
from collections.abc import Sequence

HEADER = ("Matricule", "E-mail", "Prénom", "Nom", "Fonction", "Direction", "Service", "Site", "Responsable")
DIRECTIONS = ("Production", "Achats", "Études", "Qualité", "Relation client", "Logistique")
SITES = ("Lille", "Casablanca", "Bron")


def as_csv(rows: Sequence[Sequence[str]], *, header: Sequence[str] = HEADER, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def staff(people: int) -> list[list[str]]:
    """`people` lines: a head, the heads of departments under them, teams of ten under these; in order, nothing wrong."""
    rows = []
    for number in range(people):
        department = DIRECTIONS[number % len(DIRECTIONS)]
        heads = len(DIRECTIONS)
        manager = "" if number == 0 else "M00000" if number <= heads else f"M{1 + (number - 1) % heads:05}"
        if number > heads * 11:
            manager = f"M{heads + 1 + (number % (heads * 10)):05}"
        rows.append([
            f"M{number:05}", f"personne.{number}@lormea.example", "Camille", f"Nom{number}", "Technicien", department,
            f"{department} {number % 4}", SITES[number % len(SITES)], manager,
        ])  # fmt: skip
    return rows
