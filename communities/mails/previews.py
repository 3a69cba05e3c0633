"""Every mail of the site with invented content, for those who build or look after it. Nobody named here exists."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from communities.mails.letters import absolute, letter, text_of, words_of
from communities.mails.notices import Told
from rse.lib import l10n, mails
from rse.lib.text import plain
from rse.people import mail
from rse.people.models import Person

AT = datetime(2027, 3, 12, 8, 30, tzinfo=UTC)
_WORDS = (
    "<p>Sur la ligne 3, nous avons changé le joint d’arbre en mai : depuis, plus une fuite. "
    "La référence est <strong>JA-204</strong>, le serrage à 12 N·m. "
    'Voir <a href="/topics/joints/">#joints</a>.</p><ul><li>rincer avant de remonter</li><li>contrôler à 50 heures</li></ul>'
)


def preview(name: str, language: str) -> EmailMessage:
    """The mail of that name, one of MAILS."""
    return MAILS[name](name, language)


def _reader(language: str) -> Person:
    return Person(pk=0, first_name="Camille", last_name="Roux", email="camille.roux@example.org", language=language)


def _told(language: str, notice: str) -> Told:
    each = SimpleNamespace(notice=notice)
    with translation.override(language):
        sentence = render_to_string(
            "communities/_notification_text.html", {"each": each, "who": "Léa Martin", "place": "Étanchéité"}
        ).strip()
    url, title = absolute("/notifications/1/"), "Le joint de la pompe 12 fuit encore"
    return Told(mark_safe(sentence), plain(sentence), url, title, mark_safe(words_of(_WORDS)), text_of(_WORDS))


def _notice(name: str, language: str) -> EmailMessage:
    several = ["reply", "mention", "answer_accepted", "invitation"] if name == "notice-several" else ["reply"]
    told = [_told(language, one) for one in several]
    context = {
        "told": told,
        "post_title": told[0].title,
        "place": "Étanchéité",
        "is_discreet": name == "notice-secret",
        "many": len(several),
    }
    reply = f"reponse+rexemple@{_host()}" if name != "notice-several" else ""
    return letter(
        "notice", _reader(language), context, stops="instant", message_id=mails.message_id("c", 1, 1), thread=mails.message_id("p", 1),
        reply_to=reply, written_by="" if name == "notice-secret" else "Léa Martin",
    )  # fmt: skip


def _digest(name: str, language: str) -> EmailMessage:
    def item(title: str, excerpt: str = "", answers: int = 0, place: str = "Étanchéité") -> SimpleNamespace:
        post = SimpleNamespace(answer_count=answers, community=SimpleNamespace(name=place))
        return SimpleNamespace(post=post, name=title, excerpt=excerpt, url=absolute("/p/1/?at=2#c2"))

    def lively(answers: int, answerers: int, useful: int) -> SimpleNamespace:
        return SimpleNamespace(answers=answers, answerers=answerers, useful=useful)

    with translation.override(language):
        since = l10n.moment(AT)
    context: dict[str, Any] = {
        "since": since,
        "rhythm": "weekly",
        "home_url": absolute("/"),
        "to_read": [item("Arrêt de la ligne 2 le 4 avril", place="Site de Vaubrun")],
        "missed": [_told(language, "mention"), _told(language, "must_read")],
        "threads": [
            (item("Quel joint pour les pompes à boue ?", "Le joint d’origine ne tient pas trois mois."), lively(6, 4, 9)),
            (item("Rincer avant de remonter : dix minutes gagnées", "Nous avons filmé le geste, le voici."), lively(1, 1, 0)),
        ],
        "waiting": [item("Qui a un banc d’essai libre en avril ?"), item("Couple de serrage du presse-étoupe", answers=3)],
        "places": [(SimpleNamespace(community=SimpleNamespace(name="Étanchéité"), posts=12, members=3), absolute("/c/etancheite/"))],
    }
    return letter("digest", _reader(language), context, stops="digest", message_id=mails.message_id("d", 0, "2027-03-12"))


def _refusal(name: str, language: str) -> EmailMessage:
    words = "Nous l’avons changé en mai.\nDepuis, plus une fuite."
    reasons = {"fr": "Vous ne pouvez plus écrire dans cette conversation.", "en": "You can no longer write in this conversation."}
    return letter("refusal", _reader(language), {"reason": reasons[language], "words": words, "lines": words.splitlines()})


def _works(name: str, language: str) -> EmailMessage:
    return letter("works", _reader(language), {})


def _account(name: str, language: str) -> EmailMessage:
    link = absolute("/accounts/lien-exemple/")
    context = {
        "user": _reader(language), "password_reset_url": link, "activate_url": link, "ip": "192.0.2.7", "user_agent": "Firefox",
        "timestamp": AT, "from_email": "camille@example.org", "to_email": "camille.roux@example.org",
        "deleted_email": "camille@example.org",
    }  # fmt: skip
    return mail.compose(_ACCOUNT[name], to="camille.roux@example.org", language=language, context=context)


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")


def _account_mails() -> dict[str, str]:
    """Name -> template of the mails about accounts."""
    root = Path(settings.ROOT) / "templates"
    found = (path for path in sorted(root.glob("*/email/*_message.txt")) if not path.name.startswith("base_"))
    named = {path.name.removesuffix("_message.txt").replace("_", "-"): path for path in found}
    return {name: str(path.relative_to(root)).removesuffix("_message.txt") for name, path in named.items()}


_ACCOUNT = _account_mails()
MAILS: dict[str, Callable[[str, str], EmailMessage]] = {
    "notice": _notice,
    "notice-several": _notice,
    "notice-secret": _notice,
    "digest": _digest,
    "refusal": _refusal,
    "works": _works,
    **dict.fromkeys(_ACCOUNT, _account),
}
