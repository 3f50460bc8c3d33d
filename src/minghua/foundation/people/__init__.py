"""People: staff, teams and roles."""
