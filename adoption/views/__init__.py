"""The HTML door of adoption."""
