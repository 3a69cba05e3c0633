"""The web as the tests know it: pages that a test put there, and nobody else's. No test leaves the machine."""

from dataclasses import dataclass, field

from rse.lib.fetch import Fetched, NotFetched
from tests.people.pictures import picture


@dataclass
class Web:
    """Pages and pictures by address; `asked` holds what was asked for, in its order. What is not there does not answer."""

    found: dict[str, Fetched] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(
        self, url: str, title: str = "Roulements et paliers", *, about: str = "Ce qu’il faut savoir.", shot: str = "", more: str = ""
    ) -> str:
        """A page, with a picture when `shot` names its colour; answers its address."""
        meta = f'<title>{title}</title><meta name="description" content="{about}">{more}'
        if shot:
            meta += f'<meta property="og:image" content="{url}.jpg">'
            self.found[f"{url}.jpg"] = Fetched(f"{url}.jpg", "image/jpeg", "", picture(size=(1200, 630), colour=shot), True)
        self.found[url] = Fetched(url, "text/html", "utf-8", meta.encode(), True)
        return url

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        if url not in self.found:
            raise NotFetched("nobody there", again=True)
        return self.found[url]
