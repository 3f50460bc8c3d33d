"""Files: stored attachments and uploads."""
