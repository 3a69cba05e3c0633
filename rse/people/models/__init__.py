"""Nouns of the people room."""

from .person import Person, PersonManager, Role
from .profile import Profile
from .skill import PersonSkill, Skill
from .spell import PersonSpell
from .unit import Unit, UnitKind

__all__ = ["Person", "PersonManager", "PersonSkill", "PersonSpell", "Profile", "Role", "Skill", "Unit", "UnitKind"]
