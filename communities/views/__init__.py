"""The HTML door: each view reads the request, gets the object through access, calls one action or feed, answers."""
