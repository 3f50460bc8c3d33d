"""Django's own commands, with our settings."""

import os
import sys


def main() -> None:
    """Run `minghua-manage COMMAND …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
