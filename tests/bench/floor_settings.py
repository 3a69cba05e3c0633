"""Settings of the floor: the site's database, and nothing else."""

from rse.settings import CACHES, DATABASES, SECRET_KEY

__all__ = ["ALLOWED_HOSTS", "CACHES", "DATABASES", "INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "SECRET_KEY", "USE_TZ"]

ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.floor"
USE_TZ = True
