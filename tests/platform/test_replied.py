"""What is kept of replies, as mail programs of two languages write them. The letters are invented."""

import pytest

from rse.lib.replied import own_words

BEFORE_GMAIL = "Oui, on a changé le joint en mai."
REPLIES = {
    "outlook, fr": (
        "Bonjour Thomas,\n\nMerci, c'est fait !\n- point un\n- point deux\n\nCordialement,\n\nCamille Roux\nTechnicienne de maintenance\n"
        "Valdorne | 04 76 00 00 00\n\n\n________________________________\nDe : Maillage <noreply@example.org>\n"
        "Envoyé : lundi 30 novembre 2026 09:12\nÀ : Camille Roux\nObjet : Léa a répondu\n\nLéa a répondu dans Étanchéité\n",
        "Bonjour Thomas,\n\nMerci, c'est fait !\n- point un\n- point deux",
    ),
    "outlook, en": (
        "Yes, the seal was changed in May.\n\nBest regards,\nKarim\n\nFrom: Maillage <noreply@example.org>\n"
        "Sent: Monday, November 30, 2026 9:12 AM\nTo: Karim Haddad\nSubject: Re: seal\n\ntext\n",
        "Yes, the seal was changed in May.",
    ),
    "outlook on a telephone, fr": (
        "Ok pour moi\nTélécharger Outlook pour Android<https://aka.ms/x>\n________________________________\n"
        "From: Maillage\nSent: Monday\nTo: x\nSubject: y\n",
        "Ok pour moi",
    ),
    "outlook on a telephone, en": (
        "On my way.\n\nGet Outlook for iOS<https://aka.ms/x>\n________________________________\nFrom: Maillage <noreply@example.org>\n"
        "Sent: Monday, November 30, 2026 9:12:03 AM\nTo: Karim\nSubject: seal\n\ntext\n",
        "On my way.",
    ),
    "outlook of before": (
        "See below.\n\n-----Original Message-----\nFrom: Maillage\nSent: Monday\nSubject: x\n\ntext\n",
        "See below.",
    ),
    "gmail, fr": (
        f"{BEFORE_GMAIL}\n\nLe lun. 30 nov. 2026 à 09:12, Maillage <noreply@example.org> a écrit :\n\n> Léa a répondu\n> truc\n",
        BEFORE_GMAIL,
    ),
    "gmail, fr, with a space that does not break": (
        f"{BEFORE_GMAIL}\n\nLe lun. 30 nov. 2026 à 09:12, Maillage <noreply@example.org> a écrit\u00a0:\n\n> Léa a répondu\n",
        BEFORE_GMAIL,
    ),
    "gmail, fr, on two lines": (
        f"{BEFORE_GMAIL}\n\nLe lun. 30 nov. 2026 à 09:12, Maillage <noreply+quelquechose@maillage.example.org>\na écrit :\n\n> Léa\n",
        BEFORE_GMAIL,
    ),
    "gmail, en": (
        "Agreed.\n\nOn Mon, Nov 30, 2026 at 9:12 AM Maillage <noreply@example.org> wrote:\n\n> Léa\n",
        "Agreed.",
    ),
    "gmail, en, on two lines": (
        "Agreed, and the manual says so too.\n\n"
        "On Mon, Nov 30, 2026 at 9:12 AM Maillage with a long name <noreply@example.org>\nwrote:\n\n> Léa\n",
        "Agreed, and the manual says so too.",
    ),
    "apple mail, fr": (
        "Je passe à 14 h.\n\nEnvoyé de mon iPhone\n\n"
        "> Le 30 nov. 2026 à 09:12, Maillage <noreply@example.org> a écrit :\n> \n> Léa a répondu\n",
        "Je passe à 14 h.",
    ),
    "apple mail, en": (
        "On it.\n\nSent from my iPhone\n\n> On 30 Nov 2026, at 09:12, Maillage <noreply@example.org> wrote:\n> \n> Léa\n",
        "On it.",
    ),
    "samsung, fr": (
        "Vu, merci\n\nEnvoyé depuis mon appareil mobile Samsung.\n\n-------- Message d'origine --------\n"
        "De : Maillage <noreply@example.org>\n"
        "Date : 30/11/2026 09:12 (GMT+01:00)\nÀ : camille\nObjet : x\n\ntruc\n",
        "Vu, merci",
    ),
    "thunderbird, fr": ("Oui pour jeudi.\n\nLe 30/11/2026 à 09:12, Maillage a écrit :\n> Léa a répondu\n", "Oui pour jeudi."),
    "a farewell of another kind": (
        "Bonjour,\n\nC'est noté, je regarde ce soir.\n\nBien à vous,\nSamir Traoré\nChaudronnier\n\n"
        "Le lun. 30 nov. 2026 à 09:12, Maillage <noreply@example.org> a écrit :\n\n> truc\n",
        "Bonjour,\n\nC'est noté, je regarde ce soir.",
    ),
    "thanks that are words": (
        "Merci, c'est exactement ce que je cherchais !\nJe l'essaie demain.\n\nCordialement\nCamille\n",
        "Merci, c'est exactement ce que je cherchais !\nJe l'essaie demain.",
    ),
    "a list": (
        "Trois choses :\n- le joint\n- la bride\n- le couple\n\n--\nCamille Roux\n",
        "Trois choses :\n- le joint\n- la bride\n- le couple",
    ),
    "between the lines": (
        "> Qui vient ?\nMoi.\n> À quelle heure ?\n14 h.\n\n-- \nCamille\n",
        "> Qui vient ?\nMoi.\n> À quelle heure ?\n14 h.",
    ),
    "what somebody said": (
        "Le fournisseur a écrit :\nle joint est garanti deux ans.\n\nEnvoyé à partir de mon téléphone\n",
        "Le fournisseur a écrit :\nle joint est garanti deux ans.",
    ),
    "a plain letter": (
        "Le problème est connu.\nCordialement n'est pas un mot à retirer ici.\nThanks, I will do that and more.\nFin.\n",
        "Le problème est connu.\nCordialement n'est pas un mot à retirer ici.\nThanks, I will do that and more.\nFin.",
    ),
    "one word": ("Oui\n", "Oui"),
    "nothing of one's own": ("> Le 30 nov. 2026 à 09:12, Maillage <noreply@example.org> a écrit :\n> truc\n", ""),
    "nothing at all": ("\n\n", ""),
}


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_what_its_writer_wrote(name: str) -> None:
    written, own = REPLIES[name]
    assert own_words(written) == own
    assert own_words(written.replace("\n", "\r\n")) == own
