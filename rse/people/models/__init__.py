"""Nouns of the people room."""

from .listing import StaffList
from .person import Person, PersonManager, Role
from .profile import Profile
from .spell import PersonSpell
from .unit import Unit, UnitKind

__all__ = ["Person", "PersonManager", "PersonSpell", "Profile", "Role", "StaffList", "Unit", "UnitKind"]
