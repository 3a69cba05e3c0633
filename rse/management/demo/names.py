"""First and last names of the invented staff: drawn and combined at random, they are nobody's in particular."""

_WOMEN = """
Camille Léa Inès Aïcha Manon Chloé Juliette Sarah Nadia Fatou Aminata Mariam Agnieszka Katarzyna Elena Sofia Lucía Carmen Linh Mai
Yuna Anaïs Océane Pauline Élodie Aurélie Sandrine Valérie Nathalie Isabelle Sylvie Christine Martine Hélène Mathilde Clémence Louise
Jeanne Zoé Lina Yasmine Samira Leïla Khadija Salma Noémie Rokhaya Awa Bintou Ornella Giulia Chiara Beatriz Joana Teresa Ewa Ioana
Andreea Mirela Dilara
"""
_MEN = """
Thomas Hugo Karim Mehdi Samir Rachid Youssef Ibrahim Moussa Ousmane Mamadou Sébastien Nicolas Julien Romain Maxime Antoine Florian
Kévin Jérôme Laurent Pascal Didier Thierry Philippe Olivier Frédéric Stéphane Yann Erwan Gwenaël Malo Loïc Mathieu Guillaume Vincent
Benoît Damien Cédric Paolo Marco Luca Diego Javier Rui Tiago Nuno Piotr Tomasz Andrei Bogdan Goran Emre Kemal Duc Minh Quang Arnaud
Bastien Corentin Dorian Éric Fabrice Gaël Hervé Idriss Jordan Killian Ludovic Marius Noé Oscar Quentin Raphaël Simon Tristan Ulysse
Victor William Xavier Yacine Zinedine
"""
_LAST = """
Roux Lefort Benali Haddad Marchetti Aubertin Keller Diarra Morel Fontaine Chevalier Gauthier Perrot Lambert Masson Renaud Giraud
Brun Colin Picard Besson Guichard Vasseur Delorme Carlier Maillard Poulain Rivière Teissier Lemoine Barbier Jacquet Bouvier Charrier
Gilbert Pasquier Hamon Le Gall Kerbrat Le Bihan Tanguy Cariou Floch Abgrall Prigent Quéméner Etcheverry Iribarne Bidart Castagnet
Puig Sarda Colonna Santoni Weber Muller Klein Schmitt Wagner Haas Zimmer Nowak Kowalczyk Wiśniewski Zieliński Popescu Ionescu
Marinescu Petrovic Jovanovic Yılmaz Demir Kaya Şahin Ferreira Da Silva Pereira Gonçalves Carvalho Teixeira Moreira Garcia Lopez
Navarro Ortega Serrano Rossi Bianchi Ferrari Conti Moretti Nguyen Tran Pham Vu Diallo Traoré Koné Touré Camara Keita Sow Ndiaye Fall
Gueye Mbaye Cissé Ouattara Kouassi Nkoulou Mbarga Makosso Rakoto Andriamana Belkacem Cherif Mansouri Bouzid Zerrouki Ait-Ahmed Saïdi
Meziane Toumi Jaziri Trabelsi Gharbi El Idrissi Berrada Tazi Ouazzani Alaoui Sabbagh Khoury Nassar Dubreuil Vernay Chapuis Mollard
Gonthier Perrin Tissot Favre Burdin Collomb Duret Blanc-Garin Pernet Charvet Ollier Chambon Astier Vidalin Montel
"""
_ENGLISH_WOMEN = "Amelia Priya Isla Emily Zara Hannah Grace Lucy Megan Aisha Ruth"
_ENGLISH_MEN = "Oliver Harry George Jack Tom Ben Callum Imran Rhys Owen Declan"
_ENGLISH_LAST = """
Hartley Okafor Pemberton Sharma Whitfield Ashdown Birtles Crossley Dewhurst Entwistle Fairbrother Greenhalgh Hussain Ingham
"""
_PARTICLES = {"Le", "Da", "El"}


def _words(text: str) -> list[str]:
    """The names of a list, particles kept with what follows them."""
    found: list[str] = []
    for word in text.split():
        if found and found[-1] in _PARTICLES:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


WOMEN, MEN = _words(_WOMEN), _words(_MEN)
LAST = _words(_LAST)
ENGLISH_WOMEN, ENGLISH_MEN = _words(_ENGLISH_WOMEN), _words(_ENGLISH_MEN)
ENGLISH_LAST = _words(_ENGLISH_LAST)
