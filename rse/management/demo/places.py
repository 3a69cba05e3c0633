"""The 24 communities of the company: who they are for, how they live, and which conversations are told there."""

from dataclasses import dataclass

EVERYONE = (
    "pompes",
    "echangeurs",
    "maintenance",
    "qualite",
    "achats",
    "logistique",
    "etudes",
    "rh",
    "informatique",
    "clients",
    "securite",
    "direction",
)


@dataclass(frozen=True)
class Place:
    """A community. `rate`: conversations in an ordinary week once the network is fully alive; weeks count from the opening."""

    key: str
    name: str
    purpose: str
    shares: dict[str, float]  # share of each department that joins
    rate: float
    texts: tuple[str, ...]
    owner: str = ""  # an account's label; otherwise someone of the first department
    animators: int = 1
    access: str = "open"  # open, closed, secret, protected
    closed_reason: str = ""
    opens: int = 0
    dies: int | None = None
    animated: float = 0.15  # share of the conversations that the animator opens
    reactions: float = 3.6  # per conversation, on average
    team_only: bool = False  # one manager’s team and nobody else
    steady: bool = False  # lives as much when the rest of the network does less
    in_order: bool = False  # its conversations follow each other as in the file
    passing: float = 0.012  # weight of a member outside the pool, next to 1 + appetite inside
    managers: float = 0.0  # share of the people with a team who join
    charter: str = ""
    practices: tuple[str, ...] = ()


def _all(share: float, **more: float) -> dict[str, float]:
    return {key: more.get(key, share) for key in EVERYONE}


_CHARTER = (
    "On pose la question ici plutôt que par courriel.\n\nOn dit le site, la machine et ce qu’on a déjà essayé.\n\n"
    "Qui a posé la question marque la réponse qui a servi."
)
_NO_BLAME = (
    "Ici, on raconte pour que cela n’arrive pas ailleurs.\n\n- Jamais de nom, jamais de reproche.\n- Un presque-accident raconté "
    "n’entraîne aucune sanction : la direction s’y est engagée par écrit.\n- On dit ce qu’on a vu, ce qu’on a fait, ce qui reste à faire."
)

_PRACTICES = (
    "On répond à une question en moins de deux jours ouvrés",
    "On donne le site et la machine dès la première ligne",
    "On revient dire ce qui a marché, une fois la panne levée",
)

PLACES = (
    Place(
        "maintenance", "Maintenance et fiabilité", "Pannes, réglages, pièces : la question posée ici a souvent déjà sa réponse.",
        {"maintenance": 0.97, "pompes": 0.2, "echangeurs": 0.14, "qualite": 0.18, "etudes": 0.3, "achats": 0.15, "securite": 0.4,
         "logistique": 0.04},
        2.8, ("maintenance",), "animator", animators=2, animated=0.06, reactions=6.0, steady=True, passing=0.15, charter=_CHARTER,
        practices=_PRACTICES,
    ),
    Place(
        "qualite", "Qualité au quotidien", "Défauts, contrôles, causes : ce qui se voit sur un site sert aux autres.",
        {"qualite": 0.9, "pompes": 0.22, "echangeurs": 0.25, "achats": 0.3, "etudes": 0.3, "clients": 0.25},
        1.0, ("qualite",), animated=0.25,
    ),
    Place(
        "achats", "Achats et fournisseurs", "Délais, secondes sources, prix : partager ce qu’on sait des fournisseurs.",
        {"achats": 0.95, "qualite": 0.25, "logistique": 0.2, "maintenance": 0.2, "etudes": 0.25}, 0.8, ("achats",), animated=0.3,
    ),
    Place(
        "securite", "Sécurité : presque-accidents", "Raconter ce qui aurait pu mal finir, sans chercher qui.",
        _all(0.2, securite=1.0, maintenance=0.5, logistique=0.35), 1.0, ("securite",), animated=0.35, reactions=6.0, charter=_NO_BLAME,
    ),
    Place(
        "clients", "La parole des clients", "Ce que les clients nous disent, et ce que nous en faisons.",
        {"clients": 0.9, "qualite": 0.3, "etudes": 0.3, "logistique": 0.2, "direction": 0.5}, 0.8, ("clients",), animated=0.3,
    ),
    Place(
        "rh", "Parlons RH", "Formation, temps de travail, paie : les réponses des ressources humaines.",
        _all(0.3, rh=0.9), 1.8, ("rh",), "hr", animated=0.9, reactions=0.4, passing=0.15,
    ),
    Place(
        "logistique", "Logistique et expéditions", "Quais, stocks, transporteurs : fluidifier ce qui entre et ce qui sort.",
        {"logistique": 0.85, "achats": 0.25, "clients": 0.25, "pompes": 0.06}, 0.8, ("logistique",), opens=5, animated=0.3,
    ),
    Place(
        "informatique", "Informatique : entraide", "Une question d’outil, une astuce, une panne : demander avant d’ouvrir un ticket.",
        _all(0.2, informatique=1.0, achats=0.4, etudes=0.4), 1.2, ("informatique",), "admin", animators=2, animated=0.12,
    ),
    Place(
        "presse", "Équipe presse et plaques", "La vie de l’équipe presse : consignes, réglages, organisation.",
        {"echangeurs": 1.0}, 0.9, ("presse",), opens=4, animated=0.4, team_only=True, steady=True, passing=0.4,
    ),
    Place(
        "horizon", "Projet Horizon : nouvel ERP", "Suivre la bascule et poser ses questions sur le nouvel outil.",
        _all(0.22, informatique=0.8, achats=0.6, logistique=0.4), 1.7, ("horizon",), opens=1, dies=23, animated=0.5, in_order=True,
    ),
    Place(
        "budget", "Préparation du budget", "Hypothèses et arbitrages des responsables de budget.",
        {"direction": 0.8, "achats": 0.3, "etudes": 0.2, "informatique": 0.2}, 0.35, ("budget",), access="closed",
        closed_reason="Des chiffres non publiés y circulent avant la présentation au comité social et économique.", animated=0.4, opens=8,
    ),
    Place(
        "cession", "Dossier Aurige", "Étude confidentielle d’un rapprochement.",
        {"direction": 0.6, "achats": 0.1, "etudes": 0.08}, 0.4, ("cession",), "sponsor", access="secret", opens=20, animated=0.4,
    ),
    Place(
        "cse", "CSE : vos élus vous répondent", "Questions aux élus, œuvres sociales, comptes rendus.",
        _all(0.14, echangeurs=0.3, pompes=0.3), 0.6, ("cse",), "elected", access="protected",
        closed_reason="Les échanges avec les élus ne regardent que les salariés qui y participent.", opens=6, animated=0.45,
    ),
    Place(
        "etudes", "Bureau d’études et calcul", "Plans, calculs, réglementation : questions techniques produit.",
        {"etudes": 0.95, "qualite": 0.2, "maintenance": 0.15, "clients": 0.15}, 0.6, ("etudes",), opens=5, animated=0.2,
    ),
    Place(
        "energie", "Énergie et environnement", "Consommer moins, jeter moins : essais, relevés, idées.",
        _all(0.12, securite=0.8, maintenance=0.35), 0.5, ("energie",), opens=10, animated=0.35,
    ),
    Place(
        "progres", "Amélioration continue", "Petits chantiers, avant et après, ce qui a marché et ce qui n’a pas pris.",
        _all(0.12, pompes=0.25, echangeurs=0.2, qualite=0.4), 0.6, ("progres",), opens=3, animated=0.3,
    ),
    Place(
        "soudage", "Soudage et chaudronnerie", "Modes opératoires, défauts, qualifications.",
        {"echangeurs": 0.5, "qualite": 0.2, "etudes": 0.2, "maintenance": 0.1}, 0.5, ("soudage",), opens=6, animated=0.2,
    ),
    Place(
        "usinage", "Usinage et réglages", "Outils coupants, programmes, temps de changement de série.",
        {"pompes": 0.42, "maintenance": 0.15, "etudes": 0.15}, 0.5, ("usinage",), opens=6, animated=0.2,
    ),
    Place(
        "accueil", "Bienvenue chez Valdorne", "Pour les personnes qui arrivent, et celles qui les accueillent.",
        _all(0.12, rh=0.6), 0.35, ("accueil",), animated=0.5, reactions=6.0,
    ),
    Place(
        "halden", "Halden Bridge", "Our site in Yorkshire: news, questions, and help from France.",
        _all(0.04, maintenance=0.12, qualite=0.12, achats=0.12), 0.7, ("halden",), opens=12, animated=0.25,
    ),
    Place(
        "encadrants", "Encadrants de proximité", "Entre responsables d’équipe : organiser, décider, faire grandir.",
        {"maintenance": 0.0}, 0.4, ("encadrants",), "manager", access="closed", managers=0.85,
        closed_reason="On y parle de situations d’équipe qui doivent rester entre responsables.", opens=9, animated=0.3,
    ),
    Place(
        "machines", "Référents sécurité machines", "Consignations, carters, modifications : entre référents désignés.",
        {"maintenance": 0.35, "securite": 0.8, "pompes": 0.06, "echangeurs": 0.06}, 0.35, ("machines",), "animator", access="closed",
        closed_reason="Les plans de consignation en cours de validation ne doivent pas servir avant d’être signés.", opens=14, animated=0.3,
    ),
    Place(
        "terrain", "SAV terrain", "Dépannages chez les clients : symptômes, causes, pièces à emporter.",
        {"clients": 0.45, "maintenance": 0.2, "etudes": 0.2}, 0.45, ("terrain",), opens=16, animated=0.2,
    ),
    Place(
        "sites", "Vie des sites et covoiturage", "Trajets, cantine, annonces utiles de chaque site.",
        _all(0.17), 0.6, ("sites",), opens=2, animated=0.1,
    ),
)  # fmt: skip
