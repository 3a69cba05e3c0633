"""Tests speak through the outside: HTTP, sockets, commands."""
