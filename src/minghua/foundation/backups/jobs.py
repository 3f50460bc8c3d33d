"""The name of the job that makes destroyed keys vanish beside the backups too."""

KEYRING_JOB = "backups.keyring"
