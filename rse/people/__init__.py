"""People: accounts, units, dated spells, sign-in."""
