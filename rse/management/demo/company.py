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


DEPARTMENTS = (
    Department(
        "direction", "Direction générale", 8, {"siege": 1}, "Directrice générale", "Directeur de programme",
        ("Assistante de direction", "Contrôleur de gestion", "Juriste", "Chargée de communication interne"),
        ("Contrôle de gestion", "Droit des contrats", "Communication interne"),
    ),
    Department(
        "pompes", "Production pompes", 70, {"vaubrun": 1}, "Directeur de l’usine de Vaubrun", "Chef d’équipe production",
        ("Opérateur de montage", "Monteuse", "Usineur sur commande numérique", "Régleur", "Conductrice de ligne", "Peintre industriel"),
        ("Montage de pompes", "Usinage 5 axes", "Réglage", "Équilibrage", "Peinture époxy", "SMED"), True,
    ),
    Department(
        "echangeurs", "Production échangeurs", 62, {"remy": 3, "halden": 1}, "Directrice de l’usine de Saint-Rémy",
        "Chef d’équipe production",
        ("Soudeuse TIG", "Soudeur", "Opérateur presse", "Chaudronnier", "Conductrice de ligne", "Contrôleur étanchéité"),
        ("Soudage TIG", "Soudage MAG", "Chaudronnerie", "Essais hydrauliques", "Conduite de presse"), True,
    ),
    Department(
        "maintenance", "Maintenance", 50, {"vaubrun": 3, "remy": 2, "halden": 1}, "Directeur de la maintenance", "Responsable maintenance",
        ("Technicienne de maintenance", "Électromécanicien", "Automaticien", "Mécanicien", "Méthodiste maintenance", "Technicien fluides"),
        ("Analyse vibratoire", "Automatisme", "Hydraulique", "Pneumatique", "Lignage laser", "Thermographie", "Graissage"), True,
    ),
    Department(
        "qualite", "Qualité", 34, {"vaubrun": 2, "remy": 2, "siege": 1}, "Directrice qualité", "Responsable qualité",
        ("Technicienne qualité", "Contrôleur métrologie", "Ingénieure qualité fournisseurs", "Auditeur interne"),
        ("Métrologie", "8D", "Audit interne", "SPC", "ISO 9001", "Contrôle non destructif"),
    ),
    Department(
        "achats", "Achats", 22, {"siege": 3, "vaubrun": 1}, "Directeur des achats", "Responsable achats",
        ("Acheteuse matières", "Acheteur sous-traitance", "Approvisionneuse", "Acheteur frais généraux"),
        ("Achats matières", "Négociation", "Approvisionnement", "Incoterms", "Sous-traitance"),
    ),
    Department(
        "logistique", "Logistique", 42, {"malterre": 3, "vaubrun": 1, "halden": 1}, "Directrice logistique", "Chef de quai",
        ("Cariste", "Préparatrice de commandes", "Gestionnaire de stock", "Affréteur", "Agente d’expédition"),
        ("CACES 3", "Affrètement", "Inventaire tournant", "Douane", "Matières dangereuses"), True,
    ),
    Department(
        "etudes", "Bureau d’études", 30, {"siege": 2, "vaubrun": 1}, "Directeur technique", "Responsable de projet",
        ("Ingénieure calcul", "Dessinateur projeteur", "Ingénieur hydraulique", "Chef de projet produit"),
        ("Calcul de structure", "CAO", "Hydraulique des pompes", "Réglementation des équipements sous pression"),
    ),
    Department(
        "rh", "Ressources humaines", 16, {"siege": 2, "vaubrun": 1}, "Directrice des ressources humaines", "Responsable RH de site",
        ("Chargée de formation", "Gestionnaire de paie", "Chargé de recrutement", "Infirmière de santé au travail"),
        ("Formation", "Paie", "Recrutement", "Droit du travail"),
    ),
    Department(
        "informatique", "Informatique", 18, {"siege": 3, "vaubrun": 1}, "Directeur des systèmes d’information", "Responsable applications",
        ("Administratrice systèmes", "Technicien support", "Analyste ERP", "Développeuse", "Ingénieur réseau"),
        ("ERP", "Réseau", "Support", "Excel avancé", "Power Query", "Sécurité informatique"),
    ),
    Department(
        "clients", "Commerce et service client", 36, {"siege": 3, "remy": 1, "halden": 1}, "Directrice commerciale", "Responsable de zone",
        ("Technico-commercial", "Chargée de clientèle", "Technicien SAV itinérant", "Chargée de devis", "Assistante export"),
        ("Mise en service", "Devis", "Export", "Traitement d’eau", "Agroalimentaire", "Relation client"),
    ),
    Department(
        "securite", "Sécurité et environnement", 12, {"vaubrun": 1, "remy": 1, "siege": 1}, "Directeur sécurité et environnement",
        "Responsable sécurité de site",
        ("Préventrice", "Ingénieur environnement", "Animatrice sécurité"),
        ("Analyse de risques", "ATEX", "Consignation", "Bilan carbone", "Produits chimiques"),
    ),
)  # fmt: skip
