"""Search: which words find which, in French and in English, however they are typed."""

from collections.abc import Callable

import pytest

from communities import search, tasks
from communities.models import Post
from rse.people.models import Person
from tests.conftest import Cast
from tests.factories import make_post

Ask = Callable[[str], list[int]]


def ids_of(person: Person, typed: str, *, order: str = search.RELEVANCE) -> list[int]:
    """The posts of what is found."""
    return [row.post_id for row in search.find(person, search.read(person, typed), order=order).rows]


@pytest.fixture
def found(cast: Cast) -> Callable[[str, str], bool]:
    """Whether a post that says the first is found by the second."""

    def look(said: str, typed: str) -> bool:
        post = make_post(cast.erin, cast.open, said)
        tasks.index()
        return post.pk in ids_of(cast.carol, typed)

    return look


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Les réglages sont développés.", "réglage développer"),
        ("Les réglages sont développés.", "REGLAGES"),
        ("Le réglage a tenu.", "reglage"),
        ("Un employé est passé.", "employés"),
        ("Un employé est passé.", "employe"),
        ("The bearings were misaligned.", "bearing misalign"),
        ("The quick meeting.", "meetings"),
        ("Le cœur de la machine.", "coeur"),
        ("Le coeur de la machine.", "cœur"),
        ("Un ex æquo surprenant.", "aequo"),
        ("L’équipe de nuit.", "equipe"),
        ("L'équipe de nuit.", "l’équipe"),
        ("Aujourd'hui rien.", "aujourd’hui"),
        ("Un porte-clés perdu.", "porte clés"),
        ("Un porte clés perdu.", "porte-clés"),
        ("Pompe P-204 à revoir.", "p-204"),
        ("Pompe P-204 à revoir.", "P 204"),
        ("Écrire à jean.dupont@exemple.fr demain.", "jean.dupont@exemple.fr"),
        ("Écrire à jean.dupont@exemple.fr demain.", "dupont"),
        ("Voir https://exemple.fr/notes/42 pour la suite.", "exemple.fr/notes"),
        ("Version v2.3.1 du logiciel.", "v2.3.1"),
        ("Bravo 👍 pour la soudure 🚀", "👍 soudure"),
        ("Un jeu de 0,3 mm.", "0,3 mm"),
        ("Zażółć gęślą jaźń.", "zazolc"),
        ("Straße gesperrt.", "strasse"),
        ("Le lignage du réducteur est à reprendre.", '"lignage du réducteur"'),
        ("Le lignage du réducteur est à reprendre.", "« lignage du reducteur »"),
        ("Le lignage du réducteur est à reprendre.", "réduct*"),
        ("Le lignage du réducteur est à reprendre.", "lignage redu"),
        ("Le lignage du réducteur est à reprendre.", "le lignage du"),
    ],
)
def test_these_words_find_it(found: Callable[[str, str], bool], said: str, typed: str) -> None:
    assert found(said, typed)


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Le lignage du réducteur est à reprendre.", '"réducteur du lignage"'),
        ("Le lignage du réducteur est à reprendre.", "lignage -réducteurs"),
        ("Le lignage du réducteur est à reprendre.", "lignage -reducteur"),
        ("Le lignage du réducteur est à reprendre.", "lignage absent"),
        ("Pompe P-204 à revoir.", "204-P"),
        ("Un porte-clés perdu.", '"clés porte"'),
    ],
)
def test_these_do_not(found: Callable[[str, str], bool], said: str, typed: str) -> None:
    assert not found(said, typed)


def test_the_title_counts_more_than_the_text(cast: Cast) -> None:
    body = make_post(cast.erin, cast.open, "Une girouette, dit-on, tourne.", title="Autre chose")
    title = make_post(cast.erin, cast.open, "Rien ici.", title="La girouette")
    tasks.index()
    assert ids_of(cast.carol, "girouette") == [title.pk, body.pk]
    assert ids_of(cast.carol, "girouette", order=search.NEWEST) == sorted([title.pk, body.pk], reverse=True)
    assert Post.objects.filter(pk=title.pk).exists()
