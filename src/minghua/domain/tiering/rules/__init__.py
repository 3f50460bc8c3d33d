"""Decisions of tiering: pure folds of what happened to a member."""
