"""Health check of a container: `healthy.py PORT PATH` ends well when the site answers 200 there."""

import os
import sys
from urllib.request import Request, urlopen

port, path = sys.argv[1:]
host = os.environ["ALLOWED_HOSTS"].split(",")[0]
with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host}), timeout=5):
    pass
