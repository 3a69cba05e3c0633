"""Search tells nobody of what they may not read: to them such a word is one that nobody ever wrote.

Both must get the same pages, letter for letter, from the same statements, which give the same number of rows: that is what is measured
here, as a clock would not be honest. Inside PostgreSQL the index of words holds a row more for each hidden text, which the rule of
access drops before anything is counted: this much differs, and no answer nor the choice of a statement depends on it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.actions.charters import put_charter
from communities.actions.comments import delete_comment
from communities.actions.communities import change_settings, rename_community
from communities.actions.drafts import Begun, save_draft
from communities.actions.file_texts import read_text
from communities.actions.indexing import index_due
from communities.actions.posts import delete_post
from communities.actions.practices import create_practice
from communities.actions.schedules import schedule_post
from communities.models import FileText
from rse.lib import kept
from rse.lib.prepared import Statement
from rse.people.models import Person
from tests.access.doors import without_noise
from tests.access.moved import move
from tests.access.rules import EMPLOYEES, READS, SEES
from tests.communities.paper import pdf, put
from tests.conftest import Cast
from tests.factories import NOW, SECRET, TODAY, make_comment, make_person, make_post

NEVER = "zqabsent"  # as long as the others
NOBODY: frozenset[str] = frozenset()
SignIn = Callable[[Person], Client]


def plant(cast: Cast) -> dict[str, frozenset[str]]:
    """A word in each place -> who may find it there."""
    places = {place: frozenset(who.split()) for place, who in READS.items()}
    closed, secret = cast.closed, cast.secret
    make_post(cast.alice, closed, "Dit ici : zqclosed.", title="Entre nous")
    make_comment(cast.alice, cast.closed_post, "Réponse zqanswec.")
    make_post(cast.alice, secret, "Rien.", title="Le zqsecret")
    make_comment(cast.bob, cast.secret_post, "Réponse zqretort.")
    make_post(cast.bob, closed, "", title="Avis", kind="poll", details={"options": ["zqoption", "Autre"]})
    make_post(cast.alice, closed, "Bravo", kind="praise", details={"people": [cast.bob.pk], "what_for": "Pour zqpraise"})
    told = {"situation": "Avant zqbefore", "change": "Après zqafters", "happened_on": TODAY - timedelta(days=9)}
    make_post(cast.alice, closed, "", title="Succès", kind="story", details=told)
    delete_post(by=cast.erin, post=make_post(cast.erin, cast.open, "Effacé : zqgonepo."), at=NOW)
    delete_comment(by=cast.erin, comment=make_comment(cast.erin, cast.open_post, "Effacé : zqgoneco."), at=NOW)
    save_draft(by=cast.bob, client_key="b", begun=Begun(body="zqdrafts", title="zqdrafts", community=cast.open), at=NOW)
    later = Begun(body="zqplanne", title="zqplanne", community=cast.open)
    schedule_post(by=cast.bob, client_key="p", begun=later, publish_at=NOW + timedelta(days=30), at=NOW)
    move(cast.alice, make_post(cast.alice, secret, "Déplacé : zqmovedx."), closed)
    paper = put(cast.alice, "zqnamedx.pdf", pdf("Dedans zqinside"))
    make_post(cast.alice, closed, "Voir le papier.", files=[paper.token])
    waiting = put(cast.alice, "zqwaitin.pdf", pdf("zqwaitin"), key="autre")
    put_charter(closed, "Notre zqcharte.", by=cast.alice, at=NOW)
    create_practice(by=cast.erin, community=cast.partners, title="On zqpracti.", referent=cast.bob, at=NOW)
    make_post(cast.alice, secret, "Avec #zqtopics dedans.")
    change_settings(by=cast.alice, community=secret, at=NOW, purpose="Pour zqpurpos", settings=SECRET, charter="")
    rename_community(by=cast.alice, community=secret, name="zqcommun discret", at=NOW)
    make_person("zqpeople")
    assert waiting.post is None
    everything(NOW)
    return {
        "zqclosed": places["closed"], "zqanswec": places["closed"], "zqsecret": places["secret"], "zqretort": places["secret"],
        "zqoption": places["closed"], "zqpraise": places["closed"], "zqbefore": places["closed"], "zqafters": places["closed"],
        "zqgonepo": NOBODY, "zqgoneco": NOBODY, "zqdrafts": NOBODY, "zqplanne": NOBODY, "zqmovedx": places["closed"],
        "zqnamedx": places["closed"], "zqinside": places["closed"], "zqwaitin": NOBODY, "zqcharte": NOBODY, "zqpracti": NOBODY,
        "zqtopics": places["secret"], "zqpurpos": places["secret"], "zqcommun": places["secret"],
        "zqpeople": frozenset(SEES["carol"].split()), "fermee": places["closed"], "ancienne": frozenset(EMPLOYEES.split()),
    }  # fmt: skip


def everything(at: object) -> None:
    """Index all that waits, files included."""
    later = NOW + timedelta(days=1)
    while index_due(later):
        pass
    for pk in FileText.objects.filter(state="due").values_list("pk", flat=True):
        read_text(attachment_id=pk, at=later)
    while index_due(later):
        pass


ADDRESSES = (
    "/search/?q={}", "/search/?q={}&sort=newest", "/search/?q={}&since=year&solved=1", "/search/?q=%22{}%22", "/search/?q={}*",
    "/search/?q={}&kind=document", "/search/?q={}&kind=comment", "/search/?q={}&kind=person", "/search/?q={}&kind=community",
    "/search/suggestions?q={}", "/api/v1/search?q={}", "/api/v1/search?q={}&kind=story", "/api/v1/search/suggestions?q={}",
    "/c/?q={}", "/topics/?q={}",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("viewer", ["alice", "bob", "carol", "dave", "erin", "guest", "sam", "pia", "max", "ada"])
def test_a_word_one_may_not_read_is_a_word_nobody_wrote(cast: Cast, sign_in: SignIn, viewer: str) -> None:
    planted = plant(cast)
    client, wrong, hidden = sign_in(cast.people[viewer]), [], 0
    never = {place: ask(client, place, NEVER) for place in ADDRESSES}
    for word, may in planted.items():
        if len(word) != len(NEVER) or viewer in may:
            continue
        hidden += 1
        wrong += [f"{word}: {place}" for place in ADDRESSES if ask(client, place, word) != never[place]]
    assert hidden >= (5 if viewer in ("alice", "bob") else 10)
    assert not wrong, "\n".join(wrong)


def test_who_may_read_it_finds_it(cast: Cast, sign_in: SignIn) -> None:
    planted = plant(cast)
    names, elsewhere = {"zqtopics", "zqcommun", "zqpeople"}, {"zqpurpos"}  # a purpose is found in the list of communities
    for viewer in ("alice", "bob", "carol", "guest"):
        client = sign_in(cast.people[viewer])
        for word, may in planted.items():
            page = client.get(f"/search/?q={quote(word)}").content.decode()
            if word not in names | elsewhere:
                assert ("hit-title" in page) == (viewer in may), f"{viewer}: {word}"
            found = client.get(f"/api/v1/search/suggestions?q={word[:6]}").json()
            if word in names:
                assert any(found[kind] for kind in ("people", "communities", "topics")) == (viewer in may), f"{viewer}: {word}"


@pytest.mark.parametrize("viewer", ["carol", "guest", "ada"])
def test_an_empty_answer_asks_the_same_and_gets_as_much(cast: Cast, sign_in: SignIn, viewer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):  # many hidden ones weigh no more than one
        make_post(cast.alice, cast.secret, f"Encore zqsecret {number}.")
    plant(cast)
    client = sign_in(cast.people[viewer])
    for place in ("/search/?q={}", "/search/?q={}&sort=newest&in=projet-discret", "/search/suggestions?q={}"):
        for word in (NEVER, NEVER, "zqsecret"):
            with asked_and_got(monkeypatch) as seen:
                client.get(place.format(word))
            if word == NEVER:
                expected = seen
        assert seen == expected, place
        assert len(seen) >= 3


def test_rights_that_end_end_in_search_at_once(cast: Cast, sign_in: SignIn) -> None:
    """Before anything is indexed anew: the rule is asked of the rows themselves."""
    post = make_post(cast.alice, cast.closed, "Un zqmoment.")
    reply = make_comment(cast.alice, post, "Et zqreplyx.")
    everything(NOW)
    client = sign_in(cast.bob)

    def count(word: str) -> int:
        return int(client.get(f"/api/v1/search?q={word}").json()["count"])

    assert (count("zqmoment"), count("zqreplyx")) == (1, 1)
    delete_comment(by=cast.alice, comment=reply, at=NOW)
    assert (count("zqmoment"), count("zqreplyx")) == (1, 0)
    move(cast.alice, post, cast.secret)
    assert count("zqmoment") == 1
    assert sign_in(cast.erin).get("/api/v1/search?q=zqmoment").json()["count"] == 0
    post.refresh_from_db()
    delete_post(by=cast.alice, post=post, at=NOW)
    assert count("zqmoment") == 0


def ask(client: Client, place: str, word: str) -> str:
    """The whole answer, but for the word itself and what differs each time."""
    kept.forget_all()
    cache.clear()
    answer = client.get(place.format(word))
    assert answer.status_code == 200
    text = without_noise(answer.content.decode())
    return json.dumps(text).replace(word, "…")


@contextmanager
def asked_and_got(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int]]]:
    """Each statement without its values, and how many rows it gave where search asks; filled at the end."""
    seen: list[tuple[str, int]] = []
    rows = Statement.rows

    def counted(self: Statement, **values: object) -> list[tuple[object, ...]]:
        found = rows(self, **values)  # type: ignore[arg-type]
        seen.append((self.sql[:80], len(found)))
        return found

    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as queries:
        patched.setattr(Statement, "rows", counted)
        yield seen
    names = [query["sql"].split("(")[0].strip()[:60] for query in queries]
    seen.append((" ; ".join(name for name in names if not name.startswith(("PREPARE", "SAVEPOINT", "RELEASE"))), 0))
