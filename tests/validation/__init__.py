"""`manage.py validate`: the figures of adoption held against what is known of them, one module a section."""
