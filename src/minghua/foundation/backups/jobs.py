"""The names of the jobs: a backup, and a keyring from which destroyed keys have vanished."""

DAILY_JOB = "backups.daily"
KEYRING_JOB = "backups.keyring"
