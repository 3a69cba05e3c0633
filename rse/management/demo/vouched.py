"""What the largest community stands behind: a topic's referent and the answers they marked, files, a pinned post, what is proposed."""

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.utils import timezone, translation
from PIL import Image, ImageDraw

from communities import feeds
from communities.actions import pins, proposals, reliance, uploads
from communities.actions.comments import create_comment
from communities.actions.posts import accept_answer
from communities.actions.referents import name_topic_referent
from rse.management.demo.kinds import Told

if TYPE_CHECKING:
    from communities.models import Comment, Community, Post
    from rse.people.models import Person

_TOPIC = "graissage"
_SIZE, _MARGIN = (960, 480), 60
_LEVELS = (2.1, 2.3, 2.2, 2.9, 4.1, 6.8)  # mm/s, one a month
_LUBRICATION = (
    "point;organe;graisse;quantite_g;frequence\n"
    "P-104/1;palier côté accouplement;polyurée grade 2;12;mensuelle\n"
    "P-104/2;palier côté opposé;polyurée grade 2;12;mensuelle\n"
    "P-207/1;palier côté accouplement;polyurée grade 2;18;mensuelle\n"
    "CV-3/1;chaîne du convoyeur;huile alimentaire H1;40;hebdomadaire\n"
)


def tell_vouched(told: Told) -> None:
    """Writes them; one post is also shared with another community of its author."""
    answered = _answer(told)
    pins.pin_post(by=told.who["animator"], post=answered, at=told.at(5))
    shared = _show_files(told)
    for community in told.elsewhere[:1]:
        _share(told, shared, community)
    with translation.override("fr"):  # the title of the post that opens the discussion is the network's
        _propose(told)
        _propose_practice(told)


def _answer(told: Told) -> "Post":
    """A question of three answers: one to rely on, one that harms, one whose time has passed."""
    asker, referent, *others = told.others
    name_topic_referent(by=told.who["animator"], community=told.place, topic=_TOPIC, person=referent, at=told.at(90), source=told.source)
    post = told.write(
        asker, "question", "Roulements de la soufflante : graisser en marche ou à l’arrêt ?",
        "La gamme ne le dit pas, et chaque équipe fait à sa façon. #graissage", hours=58,
    )  # fmt: skip
    stopped, running, old = (
        _reply(told, post, by, text, hours=hours)
        for by, text, hours in (
            (others[0], "En marche, à petits coups, bouchon de purge ouvert : la graisse se répartit et l’excès sort. Dix minutes, "
             "puis on referme.", 56),
            (others[1], "À l’arrêt, et on remplit jusqu’à ce que la vieille graisse sorte par le joint.", 54),
            (others[2], "La fiche de 2019 demandait du lithium tous les quinze jours.", 50),
        )
    )  # fmt: skip
    accept_answer(by=asker, post=post, comment=stopped, at=told.at(46), source=told.source)
    review = timezone.localdate(told.plan.end) + timedelta(days=180)
    for comment, state, note in (
        (stopped, "validated", "Conforme à la notice du constructeur, essayé sur trois soufflantes."),
        (running, "dangerous", "Le joint est chassé et la graisse passe dans l’air du procédé."),
        (old, "obsolete", "Ces roulements sont graissés à la polyurée depuis l’an dernier."),
    ):
        reliance.mark_answer(by=referent, comment=comment, state=state, note=note, review_on=review, at=told.at(40), source=told.source)
    return post


def _reply(told: Told, post: "Post", by: "Person", text: str, *, hours: int) -> "Comment":
    accepts = told.place.charter_number
    return create_comment(by=by, post=post, body=text, at=told.at(hours), accepts=accepts, source=told.source)


def _show_files(told: Told) -> "Post":
    """A curve and a table, where files are looked for."""
    by, at = told.who["employee"], told.at(22)
    names = (
        ("P-215, vibrations.png", _curve(), "Courbe de six relevés mensuels : stable à 2,2 mm/s, puis 2,9, 4,1 et 6,8."),
        ("Points de graissage.csv", _LUBRICATION.encode(), ""),
    )
    sent = [
        uploads.upload(by=by, file=ContentFile(content, name), name=name, client_key="demo-files", alt=alt, at=at)
        for name, content, alt in names
    ]
    return told.write(
        by, "message", "Six mois de relevés sur la P-215, et la liste des points de graissage",
        "La pente est nette depuis le troisième mois. La liste est celle de l’atelier : complétez-la pour vos machines. #vibrations",
        hours=22, files=[row.token for row in sent],
    )  # fmt: skip


def _share(told: Told, post: "Post", elsewhere: "Community") -> None:
    told.write(
        told.who["employee"], "share", "", "Le même relevé se fait en une heure sur d’autres machines.", hours=10, place=elsewhere,
        details={"original": post},
    )  # fmt: skip


def _propose(told: Told) -> None:
    """A change of the charter under discussion, with two opinions."""
    proposal = proposals.propose_change(
        by=told.who["employee"], community=told.place, at=told.at(32), accepts=told.place.charter_number, source=told.source,
        text=f"{told.place.charter}\n\nOn joint une photo de la plaque de la machine.",
        why="La moitié des premières réponses demandent le modèle exact.",
    )  # fmt: skip
    proposals.give_opinion(by=told.who["manager"], proposal=proposal, consents=True, at=told.at(28), source=told.source)
    proposals.give_opinion(
        by=told.others[2], proposal=proposal, consents=False, at=told.at(27), source=told.source,
        reason="En zone à accès réglementé, la photo n’est pas permise : écrivons « ou son numéro ».",
    )  # fmt: skip


def _propose_practice(told: Told) -> None:
    """Other words for a practice, under discussion, with two opinions and an answer."""
    practice = feeds.practices_in_brief(told.place)[1].practice
    proposal = proposals.propose_practice(
        by=told.others[4], community=told.place, practice=practice, at=told.at(26), accepts=told.place.charter_number,
        source=told.source, title="On donne le site, la machine et son heure d’arrêt dès la première ligne",
        text="L’heure dit qui était de poste, et donc à qui demander.",
        why="Trois fois ce mois-ci, il a fallu deux messages pour savoir quelle équipe avait vu la panne.",
    )  # fmt: skip
    proposals.give_opinion(
        by=told.others[5], proposal=proposal, consents=True, at=told.at(24), source=told.source,
        reason="Et le numéro de la gamme, si on l’a.",
    )  # fmt: skip
    proposals.give_opinion(
        by=told.who["manager"], proposal=proposal, consents=False, at=told.at(21), source=told.source,
        reason="La première ligne devient trop longue : mettons l’heure dans le corps du message.",
    )  # fmt: skip
    if proposal.post is not None:
        _reply(told, proposal.post, told.others[4], "D’accord pour la mettre dans le corps : je reprends le texte demain.", hours=19)


def _curve() -> bytes:
    """The readings as a picture."""
    picture = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(picture)
    (width, height), top = _SIZE, 8
    step = (width - 2 * _MARGIN) / (len(_LEVELS) - 1)
    spots = [(_MARGIN + rank * step, height - _MARGIN - level / top * (height - 2 * _MARGIN)) for rank, level in enumerate(_LEVELS)]
    for mark in range(0, top + 1, 2):
        y = height - _MARGIN - mark / top * (height - 2 * _MARGIN)
        draw.line([(_MARGIN, y), (width - _MARGIN, y)], fill="#d5dae0", width=2)
        draw.text((_MARGIN - 28, y - 12), str(mark), fill="#3c4653", font_size=20)
    draw.text((_MARGIN - 28, 14), "mm/s", fill="#3c4653", font_size=20)
    draw.line(spots, fill="#1f4e9e", width=5)
    for x, y in spots:
        draw.ellipse([x - 8, y - 8, x + 8, y + 8], fill="#1f4e9e")
    picture.save(stream := io.BytesIO(), "PNG")
    return stream.getvalue()
