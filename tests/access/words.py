"""What is said where, by which hidden things would show."""

from datetime import timedelta

from tests.factories import NOW

PHOTOGRAPHED = ("bob", "carol", "guest")
DRAFTED = ("open", "secret")
LINKED = ("open", "closed", "partners")  # what is said in the secret one is not looked up
UNQUOTED = "bague-tue"  # in bob's testimonials without his consent
UNSAID = "came-tue"  # in bob's drafts only
LEFT_BEHIND = "cale-oubliée"  # in dave's testimonial, of the closed community that he left
LATER = NOW + timedelta(minutes=5)
WORDS = {
    "open": "nacelle-ouverte",
    "closed": "turbine-fermée",
    "secret": "hélice-secrète",
    "partners": "bielle-partagée",
    "archived": "vanne-ancienne",
    "deleted": "joint-effacé",
}
TOPICS = {"open": "palan-visible", "closed": "tarif-fermé", "secret": "fusion-discrète", "partners": "cadence-partagée"}
