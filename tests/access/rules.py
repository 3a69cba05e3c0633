"""Who may what, spelled by name: not computed, so that the rules of communities/access/ are judged from outside."""

EMPLOYEES = "alice bob carol dave erin sam pia max ada"
EVERYONE = f"{EMPLOYEES} guest"
PLACES = ("open", "closed", "secret", "partners", "archived")
NOBODY = dict.fromkeys((*PLACES, "deleted"), "")

# What is said in a community, and the community itself
READS = NOBODY | {
    "open": EMPLOYEES,
    "closed": "alice bob erin",
    "secret": "alice bob",
    "partners": "bob erin guest",
    "archived": EMPLOYEES,
}
KNOWS = NOBODY | {
    "open": EMPLOYEES,
    "closed": EMPLOYEES,
    "secret": "alice bob",
    "partners": EVERYONE,
    "archived": EMPLOYEES,
}
WRITES = NOBODY | {
    "open": "bob erin",
    "closed": "alice bob erin",
    "secret": "alice bob",
    "partners": "bob erin guest",
}
REACTS = READS | {"archived": ""}
MODERATES = NOBODY | {"open": "erin", "closed": "alice erin", "secret": "alice", "partners": "erin", "archived": "erin"}
OWNS = NOBODY | {"open": "erin", "closed": "alice", "secret": "alice", "partners": "erin", "archived": "erin"}
INVITES = NOBODY | {"open": "bob erin", "closed": "alice erin", "secret": "alice", "partners": "erin"}

ANNOUNCES = NOBODY | {"open": "erin", "closed": "alice erin", "secret": "alice", "partners": "erin"}
# One announcement in each community, by its owner
ACKNOWLEDGES = NOBODY | {"open": "bob", "closed": "bob erin", "secret": "bob", "partners": "bob guest"}
# One story in each community, by its owner
COUNTERSIGNS = ACKNOWLEDGES
TELLS = NOBODY | {"open": "erin", "closed": "alice", "secret": "alice", "partners": "erin"}
RENEWS = MODERATES | {"archived": ""}

LIFTS_BANS = MODERATES | {"archived": ""}  # nobody was banned there

# Members ask or come in once more without effect; the others by the door that the community has
JOINS = NOBODY | {
    "open": EMPLOYEES,
    "closed": "alice bob erin",
    "secret": "alice bob",
    "partners": "bob erin guest pia",
    "archived": "erin",
}
ASKS = NOBODY | {
    "open": "bob erin",
    "closed": EMPLOYEES,
    "secret": "alice bob",
    "partners": EVERYONE,
    "archived": "erin",
}

# One post in each community, and one comment
EDITS = NOBODY | {"open": "erin", "closed": "bob", "secret": "alice", "partners": "bob"}
DELETES = NOBODY | {"open": "erin", "closed": "alice bob erin", "secret": "alice", "partners": "bob erin", "archived": "erin"}
ACCEPTS = DELETES | {"archived": ""}
EDITS_COMMENT = NOBODY | {"open": "bob", "closed": "alice", "secret": "bob", "partners": "guest"}
DELETES_COMMENT = NOBODY | {"open": "bob erin", "closed": "alice erin", "secret": "alice bob", "partners": "guest erin"}

# People
SEES = {
    **dict.fromkeys(EMPLOYEES.split(), EMPLOYEES),
    **dict.fromkeys(("bob", "erin"), EVERYONE),
    "mallory": EMPLOYEES,
    "guest": "bob erin guest",
}
# A guest and a closed account have no place in the organisation; a guest sees some people, and no chart.
COLLEAGUES = SEES | {"guest": "", "mallory": ""}
BROWSE = dict.fromkeys(SEES, EMPLOYEES)
