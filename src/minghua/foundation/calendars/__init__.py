"""Calendars: the arrangement of holidays in force, as shipped and as read in since."""
