"""What `manage.py check_house` checks, one module per check that is not another tool's."""
