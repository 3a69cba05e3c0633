"""The platform: wiring on top, people, audit and small tools below."""
