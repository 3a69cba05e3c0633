"""What happens where someone may not look."""

from datetime import timedelta

from communities.actions.communities import rename_community
from communities.actions.notifications import notify, waiting
from communities.actions.polls import vote
from communities.actions.reactions import react
from communities.actions.reports import create_report
from tests.access.rules import READS
from tests.access.stage import Stage, index_all
from tests.access.words import LATER
from tests.factories import SECRET, make_comment, make_community, make_member, make_person, make_post


def happen_out_of_sight(stage: Stage, viewer: str) -> None:
    """What this viewer may not learn of: words, mentions of them, a rename, a community, for a guest also people."""
    cast, at = stage.cast, LATER
    named = f"@{cast.people[viewer].name}"
    for place, inside in {"closed": cast.alice, "secret": cast.bob, "partners": cast.erin, "open": cast.erin}.items():
        if viewer not in READS[place].split():
            post = make_post(inside, cast.communities[place], f"Nouveau pour {named} #Sujet-Commun #encore-inconnu", at=at, kind="question")
            make_comment(inside, post, f"Encore pour {named}", at=at)
            react(by=inside, post=post, kind=stage.kind, at=at)
            if place == "secret" or viewer != "ada":  # who is told how many reports wait where she may know of the place
                create_report(
                    by=cast.alice if inside == cast.bob else cast.bob, subject=post, reason="offensive", may_pass=viewer != "ada", at=at
                )
            vote(by=cast.bob, post=stage.polls[place], options=[2], at=at)
    rename_community(by=cast.alice, community=cast.secret, name="Aardvark discret", at=at)
    hidden = make_community("Bureau discret", owner=cast.bob, access=SECRET, at=at)
    make_member(cast.erin, hidden)
    make_post(cast.bob, hidden, f"Bonjour {named} #SUJET-COMMUN #jamais-dit", at=at)
    if viewer == "guest":
        newcomer = make_person("Anatole")
        make_post(newcomer, make_community("Atelier visible", owner=newcomer, at=at), f"Bonjour {named}", at=at)
    while ids := waiting(at=at, older_than=-timedelta(hours=1)):
        for event_id in ids:
            notify(event_id=event_id, at=at)
    index_all()
