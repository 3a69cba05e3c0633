"""The accounts of the demonstration: fixed names and addresses, one password, who they are in the company."""

from dataclasses import dataclass

from rse.management.demo.company import DOMAIN

DEMO_PASSWORD = "maillage-demo"  # noqa: S105  # printed by `run`: it opens invented accounts only


@dataclass(frozen=True)
class Account:
    """`place`: "head" of the department, "lead" of its first team, a member of that "team", or "guest"."""

    label: str
    first_name: str
    last_name: str
    job_title: str
    department: str
    place: str
    roles: tuple[str, ...] = ()
    email_name: str = ""

    @property
    def email(self) -> str:
        return f"{self.email_name}@{DOMAIN}"


ACCOUNTS = (
    Account("employee", "Camille", "Roux", "Technicienne de maintenance", "maintenance", "team", (), "camille.roux"),
    Account("animator", "Thomas", "Lefort", "Méthodiste maintenance", "maintenance", "team", (), "thomas.lefort"),
    Account("manager", "Karim", "Haddad", "Responsable maintenance Vaubrun", "maintenance", "lead", (), "karim.haddad"),
    Account("pilot", "Hélène", "Marchetti", "Responsable du réseau interne", "direction", "team", ("pilot",), "helene.marchetti"),
    Account("sponsor", "Anne", "Aubertin", "Directrice générale", "direction", "head", ("sponsor",), "anne.aubertin"),
    Account("admin", "Sofia", "Keller", "Administratrice des applications", "informatique", "team", ("admin",), "sofia.keller"),
    Account("hr", "Juliette", "Diarra", "Directrice des ressources humaines", "rh", "head", ("hr",), "juliette.diarra"),
    Account("elected", "Samir", "Traoré", "Chaudronnier, élu au CSE", "echangeurs", "team", ("elected",), "samir.traore"),
    Account("guest", "Marc", "Delvaux", "Consultant fiabilité (externe)", "", "guest", (), "marc.delvaux"),
)
DEMO_ACCOUNTS: list[tuple[str, str]] = [(account.label, account.email) for account in ACCOUNTS]
