"""Write docs/metrics.md from the catalogue."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from adoption.metrics.document import document


class Command(BaseCommand):
    help = "Writes docs/metrics.md from the catalogue of metrics."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.ROOT) / "docs" / "metrics.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{path} written.")
