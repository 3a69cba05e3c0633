"""Nouns of the people room."""

from .listing import StaffList
from .mailbox import Mailbox, Rhythm
from .person import Person, PersonManager, Role
from .profile import Profile
from .rest import Pattern, Rest
from .skill import PersonSkill, Skill
from .spell import PersonSpell
from .unit import Unit, UnitKind

__all__ = [
    "Mailbox",
    "Pattern",
    "Person",
    "PersonManager",
    "PersonSkill",
    "PersonSpell",
    "Profile",
    "Rest",
    "Rhythm",
    "Role",
    "Skill",
    "StaffList",
    "Unit",
    "UnitKind",
]
