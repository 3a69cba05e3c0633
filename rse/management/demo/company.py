"""The invented company: its departments, its sites, its jobs, and how many people each department has."""

from dataclasses import dataclass

NAME = "Valdorne"
DOMAIN = "valdorne.example"

SITES = {
    "siege": "Lyon, siège",
    "vaubrun": "Vaubrun, usine de pompes",
    "remy": "Saint-Rémy-sur-Arve, usine d’échangeurs",
    "malterre": "Malterre, plateforme logistique",
    "halden": "Halden Bridge (Royaume-Uni)",
}
ENGLISH_SITE = "halden"


@dataclass(frozen=True)
class Department:
    """`people` out of 400; `sites`: where they work, in proportion; `jobs`: head, team leads, then the others."""

    key: str
    name: str
    people: int
    sites: dict[str, int]
    head: str
    lead: str
    jobs: tuple[str, ...]
    skills: tuple[str, ...]
    on_shift: bool = False
    abroad: tuple[str, ...] = ()  # the jobs of the English site


def job_of(job: str, *, is_woman: bool) -> str:
    """A job as listed here, "for a woman|for a man", or one word for both."""
    return job.split("|")[0 if is_woman else -1]


DEPARTMENTS = (
    Department(
        "direction",
        "Direction générale",
        8,
        {"siege": 1},
        "Directrice générale|Directeur général",
        "Directrice de programme|Directeur de programme",
        (
            "Assistante de direction|Assistant de direction",
            "Contrôleuse de gestion|Contrôleur de gestion",
            "Juriste",
            "Chargée de communication interne|Chargé de communication interne",
        ),
        ("Contrôle de gestion", "Droit des contrats", "Communication interne"),
    ),
    Department(
        "pompes",
        "Production pompes",
        70,
        {"vaubrun": 1},
        "Directrice de l’usine de Vaubrun|Directeur de l’usine de Vaubrun",
        "Cheffe d’équipe production|Chef d’équipe production",
        (
            "Opératrice de montage|Opérateur de montage",
            "Monteuse|Monteur",
            "Usineuse sur commande numérique|Usineur sur commande numérique",
            "Régleuse|Régleur",
            "Conductrice de ligne|Conducteur de ligne",
            "Peintre en cabine",
        ),
        ("Montage de pompes", "Usinage 5 axes", "Réglage", "Équilibrage", "Peinture époxy", "SMED"),
        True,
    ),
    Department(
        "echangeurs",
        "Production échangeurs",
        62,
        {"remy": 3, "halden": 2},
        "Directrice de l’usine de Saint-Rémy|Directeur de l’usine de Saint-Rémy",
        "Cheffe d’équipe production|Chef d’équipe production",
        (
            "Soudeuse TIG|Soudeur TIG",
            "Soudeuse|Soudeur",
            "Opératrice presse|Opérateur presse",
            "Chaudronnière|Chaudronnier",
            "Conductrice de ligne|Conducteur de ligne",
            "Contrôleuse étanchéité|Contrôleur étanchéité",
        ),
        ("Soudage TIG", "Soudage MAG", "Chaudronnerie", "Essais hydrauliques", "Conduite de presse"),
        True,
        ("Welder", "Press operator", "Leak-test operator", "Fabricator"),
    ),
    Department(
        "maintenance",
        "Maintenance",
        50,
        {"vaubrun": 3, "remy": 2, "halden": 2},
        "Directrice de la maintenance|Directeur de la maintenance",
        "Responsable maintenance",
        (
            "Technicienne de maintenance|Technicien de maintenance",
            "Électromécanicienne|Électromécanicien",
            "Automaticienne|Automaticien",
            "Mécanicienne|Mécanicien",
            "Méthodiste maintenance",
            "Technicienne fluides|Technicien fluides",
        ),
        ("Analyse vibratoire", "Automatisme", "Hydraulique", "Pneumatique", "Lignage laser", "Thermographie", "Graissage"),
        True,
        ("Maintenance technician", "Electrical fitter", "Controls engineer"),
    ),
    Department(
        "qualite",
        "Qualité",
        34,
        {"vaubrun": 2, "remy": 2, "siege": 1},
        "Directrice qualité|Directeur qualité",
        "Responsable qualité",
        (
            "Technicienne qualité|Technicien qualité",
            "Contrôleuse métrologie|Contrôleur métrologie",
            "Ingénieure qualité fournisseurs|Ingénieur qualité fournisseurs",
            "Auditrice interne|Auditeur interne",
        ),
        ("Métrologie", "8D", "Audit interne", "SPC", "ISO 9001", "Contrôle non destructif"),
    ),
    Department(
        "achats",
        "Achats",
        22,
        {"siege": 3, "vaubrun": 1},
        "Directrice des achats|Directeur des achats",
        "Responsable achats",
        (
            "Acheteuse matières|Acheteur matières",
            "Acheteuse sous-traitance|Acheteur sous-traitance",
            "Approvisionneuse|Approvisionneur",
            "Acheteuse frais généraux|Acheteur frais généraux",
        ),
        ("Achats matières", "Négociation", "Approvisionnement", "Incoterms", "Sous-traitance"),
    ),
    Department(
        "logistique",
        "Logistique",
        42,
        {"malterre": 2, "vaubrun": 1, "halden": 1},
        "Directrice logistique|Directeur logistique",
        "Cheffe de quai|Chef de quai",
        (
            "Cariste",
            "Préparatrice de commandes|Préparateur de commandes",
            "Gestionnaire de stock",
            "Affréteuse|Affréteur",
            "Agente d’expédition|Agent d’expédition",
        ),
        ("CACES 3", "Affrètement", "Inventaire tournant", "Douane", "Matières dangereuses"),
        True,
        ("Warehouse operator", "Stock controller", "Shipping clerk"),
    ),
    Department(
        "etudes",
        "Bureau d’études",
        30,
        {"siege": 2, "vaubrun": 1},
        "Directrice technique|Directeur technique",
        "Responsable de projet",
        (
            "Ingénieure calcul|Ingénieur calcul",
            "Dessinatrice projeteuse|Dessinateur projeteur",
            "Ingénieure hydraulique|Ingénieur hydraulique",
            "Cheffe de projet produit|Chef de projet produit",
        ),
        ("Calcul de structure", "CAO", "Hydraulique des pompes", "Réglementation des équipements sous pression"),
    ),
    Department(
        "rh",
        "Ressources humaines",
        16,
        {"siege": 2, "vaubrun": 1},
        "Directrice des ressources humaines|Directeur des ressources humaines",
        "Responsable RH de site",
        (
            "Chargée de formation|Chargé de formation",
            "Gestionnaire de paie",
            "Chargée de recrutement|Chargé de recrutement",
            "Infirmière de santé au travail|Infirmier de santé au travail",
        ),
        ("Formation", "Paie", "Recrutement", "Droit du travail"),
    ),
    Department(
        "informatique",
        "Informatique",
        18,
        {"siege": 3, "vaubrun": 1},
        "Directrice des systèmes d’information|Directeur des systèmes d’information",
        "Responsable applications",
        (
            "Administratrice systèmes|Administrateur systèmes",
            "Technicienne support|Technicien support",
            "Analyste ERP",
            "Développeuse|Développeur",
            "Ingénieure réseau|Ingénieur réseau",
        ),
        ("ERP", "Réseau", "Support", "Excel avancé", "Power Query", "Sécurité informatique"),
    ),
    Department(
        "clients",
        "Commerce et service client",
        36,
        {"siege": 2, "remy": 1, "halden": 1},
        "Directrice commerciale|Directeur commercial",
        "Responsable de zone",
        (
            "Technico-commerciale|Technico-commercial",
            "Chargée de clientèle|Chargé de clientèle",
            "Technicienne SAV itinérante|Technicien SAV itinérant",
            "Chargée de devis|Chargé de devis",
            "Assistante export|Assistant export",
        ),
        ("Mise en service", "Devis", "Export", "Traitement d’eau", "Agroalimentaire", "Relation client"),
        False,
        ("Customer support", "Field service engineer", "Sales engineer"),
    ),
    Department(
        "securite",
        "Sécurité et environnement",
        12,
        {"vaubrun": 1, "remy": 1, "siege": 1},
        "Directrice sécurité et environnement|Directeur sécurité et environnement",
        "Responsable sécurité de site",
        ("Préventrice|Préventeur", "Ingénieure environnement|Ingénieur environnement", "Animatrice sécurité|Animateur sécurité"),
        ("Analyse de risques", "ATEX", "Consignation", "Bilan carbone", "Produits chimiques"),
    ),
)
