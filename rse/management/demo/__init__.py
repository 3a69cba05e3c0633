"""The demonstration company: invented people and conversations, made by a documented process (docs/demo.md)."""

from rse.management.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

__all__ = ["DEMO_ACCOUNTS", "DEMO_PASSWORD"]
