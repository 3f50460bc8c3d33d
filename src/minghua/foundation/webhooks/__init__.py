"""Webhooks: what happened here, told to other systems as signed, retried, replayable messages (Standard Webhooks)."""
