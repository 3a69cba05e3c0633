"""What the templates of communities say in French: name, hint, purpose, charter, three first questions."""

TEXTS: dict[str, tuple[str, str, str, str, tuple[str, str, str]]] = {
    "trade": (
        "Entraide métier",
        "Pannes, gestes, astuces",
        "Demander et donner les gestes du métier, d’un site à l’autre",
        "- Une question par publication, avec la machine ou l’outil dans le titre.\n- On répond ici plutôt que par mail : la réponse sert "
        "à tous.\n- Qui a posé la question retient la réponse qui a marché.\n- Une photo vaut mieux qu’une longue "
        "description, sans visage.",
        (
            "Quelle panne revient le plus souvent chez vous, et que faites-vous d’abord ?",
            "Quel geste appris d’un collègue vous fait gagner du temps chaque semaine ?",
            "Quelle question poseriez-vous à un site que vous ne connaissez pas ?",
        ),
    ),
    "site": (
        "Vie du site",
        "Accès, horaires, nouvelles",
        "Ce qu’il faut savoir pour travailler sur le site, dit par celles et ceux qui y sont",
        "- Tout ce qui concerne le site y a sa place, du parking aux visites.\n- Une information a une date, et dit jusqu’à quand elle "
        "vaut.\n- Ce qui touche une personne ne se dit pas ici.",
        (
            "Qu’auriez-vous aimé savoir le premier jour sur ce site ?",
            "Quelle petite chose simplifierait la vie de tout le site ?",
            "Qui accueillez-vous ce mois-ci, et de quel métier ?",
        ),
    ),
    "project": (
        "Projet transverse",
        "Durée limitée, bilan prévu",
        "Avancer ensemble sur un projet qui traverse les directions",
        "- Les décisions s’écrivent ici, avec leur raison.\n- Les questions des autres services sont les bienvenues.\n- "
        "À la fin du projet, "
        "un bilan : ce qui a marché, ce que l’on referait autrement.",
        (
            "Quelle question faut-il trancher en premier, et qui peut la trancher ?",
            "Qui, hors du projet, a déjà vécu quelque chose d’approchant ?",
            "À quoi verrons-nous que le projet a réussi ?",
        ),
    ),
    "tools": (
        "Entraide outils",
        "Logiciels, tableaux, comptes",
        "Se dépanner entre collègues sur les logiciels de tous les jours",
        "- On dit l’outil et ce que l’on cherche à faire, pas seulement le message d’erreur.\n- Aucun mot de passe, "
        "aucune donnée de client "
        "dans une capture.\n- Aucune question n’est trop simple.",
        (
            "Quel outil vous résiste cette semaine ?",
            "Quel raccourci devrait connaître toute l’entreprise ?",
            "Quel tableau refaites-vous à la main chaque mois ?",
        ),
    ),
    "safety": (
        "Sécurité sans reproche",
        "Presqu’accidents, parades",
        "Dire ce qui a failli arriver, pour que cela n’arrive à personne",
        "- On raconte des faits, jamais des fautes : personne n’est nommé.\n- Rien de ce qui est dit ici ne sert à "
        "sanctionner.\n- Un danger "
        "immédiat se signale d’abord sur place, puis ici.\n- Chaque récit finit par une parade, ou par une question.",
        (
            "Quel presqu’accident vous a appris quelque chose ?",
            "Quelle parade simple devrait exister sur tous les sites ?",
            "Quel endroit vous met mal à l’aise, et pourquoi ?",
        ),
    ),
    "newcomers": (
        "Nouveaux arrivants",
        "Repères, parrainages",
        "Poser toutes les questions des premières semaines, et aider qui arrive après soi",
        "- Toute question est bonne, surtout la première.\n- Une réponse dans la journée : c’est l’engagement des "
        "parrains et marraines.\n- "
        "Après trois mois, on répond à son tour.",
        (
            "Quelle question n’osez-vous pas poser à votre équipe ?",
            "Quel sigle vous a laissé sans voix cette semaine ?",
            "Que faudrait-il dire à qui arrive lundi prochain ?",
        ),
    ),
    "customer": (
        "Voix du client",
        "Verbatims, réclamations",
        "Faire circuler ce que disent les clients jusqu’à qui peut agir",
        "- On cite les mots du client, sans son nom ni celui de son interlocuteur.\n- Une réclamation appelle une "
        "réponse d’un autre métier.\n"
        "- Les compliments se partagent aussi.",
        (
            "Quelle phrase d’un client vous a marqué récemment ?",
            "Quelle réclamation revient sans que personne ne la traite ?",
            "Que promettons-nous que nous ne savons pas tenir ?",
        ),
    ),
    "quality": (
        "Qualité et amélioration",
        "Défauts, essais, résultats",
        "Partager les défauts trouvés, les essais tentés et ce qu’ils ont donné",
        "- Un défaut, une photo, une quantité.\n- Un essai qui échoue mérite d’être raconté.\n- Un résultat a une date et une mesure.",
        (
            "Quel défaut avez-vous vu deux fois ce mois-ci ?",
            "Quel essai aimeriez-vous tenter, et que vous faut-il ?",
            "Quelle amélioration d’un autre site pourrait servir chez vous ?",
        ),
    ),
    "buying": (
        "Achats et fournisseurs",
        "Délais, pièces, contacts",
        "Trouver la bonne pièce et le bon délai, sans refaire la recherche d’un autre",
        "- La référence dans le titre.\n- Pas de prix négocié ni de document sous contrat ici.\n- On dit comment l’affaire s’est terminée.",
        (
            "Quelle pièce est introuvable en ce moment ?",
            "Quel fournisseur vous a surpris, en bien ?",
            "Quelle référence peut en remplacer une autre ?",
        ),
    ),
    "digital": (
        "Données et automatisation",
        "Tableaux, scripts, essais",
        "Montrer ce que l’on automatise, et demander de l’aide pour commencer",
        "- On montre ce qui marche, même imparfait.\n- Aucune donnée personnelle dans les exemples.\n- Qui reprend un "
        "travail dit d’où il vient.",
        (
            "Quelle tâche refaites-vous chaque semaine à l’identique ?",
            "Qui a déjà automatisé un report d’un logiciel à l’autre ?",
            "Quelle donnée vous manque pour décider ?",
        ),
    ),
    "environment": (
        "Énergie et environnement",
        "Gestes, mesures, déchets",
        "Réduire ce que l’on consomme et ce que l’on jette, avec des chiffres",
        "- Un geste, une mesure avant, une mesure après.\n- On préfère un petit résultat sûr à une grande promesse.\n- "
        "Pas de leçon de morale.",
        (
            "Qu’est-ce qui tourne pour rien, la nuit, chez vous ?",
            "Quel déchet pourrait servir à un autre site ?",
            "Quel geste a vraiment fait baisser un compteur ?",
        ),
    ),
    "managers": (
        "Managers entre pairs",
        "Situations, postures, entraide",
        "S’entraider entre responsables d’équipe, sur des situations concrètes",
        "- On parle de situations, jamais de personnes : rien qui permette de reconnaître quelqu’un.\n- Ce qui se dit ici reste ici.\n- On "
        "répond par ce que l’on a essayé, pas par ce qu’il faudrait faire.",
        (
            "Quelle information n’arrive jamais jusqu’à votre équipe ?",
            "Comment faites-vous de la place pour répondre aux autres sites ?",
            "Qu’avez-vous cessé de faire passer par vous ?",
        ),
    ),
}
WHY_CLOSED = "Des situations d’équipe y sont discutées entre responsables"
