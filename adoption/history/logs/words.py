"""The words that exports use, in English and in French: for columns, and for what people did. All are folded, letters and digits only."""

from __future__ import annotations

import re

from rse.lib.fold import fold

# The names of columns that stand for each of ours, the surest first.
COLUMNS = {
    "at": (
        "at", "timestamp", "datetime", "dateheure", "dateetheure", "date", "eventdate", "eventtime", "createdat", "createdon", "created",
        "creationdate", "datecreation", "datedecreation", "published", "publishedat", "datedepublication", "horodatage", "horodate",
        "time", "when", "ts", "jour", "day",
    ),
    "actor": (
        "actor", "actorid", "userid", "user", "senderid", "sender", "authorid", "author", "personid", "person", "memberid", "member",
        "employeeid", "username", "login", "useremail", "senderemail", "email", "utilisateur", "idutilisateur", "auteur", "acteur",
        "personne", "membre", "matricule", "identifiant", "collaborateur", "salarie", "courriel", "adressemail", "expediteur", "who",
        "from",
    ),
    "verb": (
        "verb", "action", "actiontype", "event", "eventtype", "eventname", "activity", "activitytype", "operation", "type", "verbe",
        "evenement", "activite", "typedaction", "typeaction", "typedevenement", "typeevenement", "typedactivite", "typeactivite",
    ),
    "community": (
        "community", "communityid", "communityname", "groupid", "groupname", "group", "channel", "channelid", "channelname", "space",
        "spaceid", "spacename", "team", "communaute", "groupe", "nomdugroupe", "espace", "canal", "salon",
    ),
    "object": (
        "object", "objectid", "contentid", "content", "messageid", "postid", "itemid", "objet", "idobjet", "contenu", "idcontenu",
        "idmessage", "id",
    ),
    "root": (
        "root", "rootid", "threadid", "thread", "conversationid", "conversation", "topicid", "repliedtoid", "inreplyto", "inreplytoid",
        "replyto", "parentid", "parent", "fil", "idfil", "discussion", "fildediscussion", "reponsea", "enreponsea",
    ),
    "target": (
        "target", "targetid", "targetuser", "targetuserid", "recipient", "recipientid", "touser", "cible", "destinataire", "beneficiaire",
    ),
    "via": ("via", "device", "client", "platform", "application", "appareil", "terminal", "support"),
}  # fmt: skip

_WORDS = {
    "visit": (
        "visit", "visited", "view", "viewed", "read", "open", "opened", "login", "logon", "signin", "loggedin", "session", "sessionstart",
        "pageview", "visite", "connexion", "connexions", "ouverture", "consultation", "consulte", "lecture", "vue", "lu",
    ),
    "profile_view": ("profileview", "profileviewed", "viewprofile", "vuedeprofil", "consultationdeprofil", "visitedeprofil"),
    "search": ("search", "searched", "query", "recherche"),
    "post": (
        "post", "posted", "message", "messageposted", "messagesent", "newpost", "createpost", "postcreated", "publish", "published",
        "article", "thread", "topic", "question", "announcement", "share", "shared", "repost", "publication", "publie", "nouveaumessage",
        "nouvellepublication", "annonce", "partage", "statut", "sujet",
    ),
    "comment": (
        "comment", "commented", "commentcreated", "newcomment", "reply", "replied", "answer", "answered", "response", "commentaire",
        "commente", "reponse", "repondu", "reponseaunmessage",
    ),
    "reaction": (
        "reaction", "reacted", "react", "like", "liked", "likes", "dislike", "love", "emoji", "thumbsup", "favorite", "favourite", "kudos",
        "upvote", "jaime", "aime", "mentionjaime", "coupdecoeur", "favori", "bravo", "applaudissement",
    ),
    "mention": ("mention", "mentioned", "tag", "tagged", "mentionne", "identification"),
    "poll_vote": ("pollvote", "vote", "voted", "pollanswer", "sondage", "votesondage", "reponseausondage"),
    "upload": (
        "upload", "uploaded", "fileupload", "fileuploaded", "file", "fileshared", "fileshare", "document", "photo", "image", "video",
        "fichier", "fichierpartage", "depot", "depose", "depotdefichier", "televersement", "piecejointe", "ajoutdefichier",
    ),
    "join": (
        "join", "joined", "memberadded", "groupjoin", "channeljoin", "subscribe", "subscribed", "adhesion", "adhere", "rejoint",
        "rejoindre", "inscription", "arrivee", "entree", "integration",
    ),
    "leave": (
        "leave", "left", "groupleave", "channelleave", "unsubscribe", "unsubscribed", "depart", "quitte", "quitter", "desinscription",
        "sortie", "desabonnementdugroupe",
    ),
    "follow": ("follow", "followed", "userfollow", "abonnement", "suivi", "suivre", "abonne"),
    "invite": ("invite", "invited", "invitation", "invitationsent", "invitationenvoyee"),
    "delete": ("delete", "deleted", "postdeleted", "messagedeleted", "suppression", "supprime", "supprimer", "efface"),
    "unreact": ("unreact", "unlike", "unliked", "reactionremoved", "removereaction", "jenaimeplus", "reactionretiree", "retraitdereaction"),
    "unfollow": ("unfollow", "unfollowed", "desabonnement", "neplussuivre"),
    "remove": ("remove", "removed", "memberremoved", "kick", "kicked", "exclusion", "exclu", "retrait", "retire"),
}  # fmt: skip


def bare(text: str) -> str:
    """A word as this file writes it: « J’aime » is `jaime`, `Created At` is `createdat`."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


VERB_OF = {word: verb for verb, words in _WORDS.items() for word in (bare(verb), *words)}
