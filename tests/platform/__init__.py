"""The platform: starting, stopping, settings, servers, backup."""
