"""Why a backup is not made or not taken back, and what to do then."""

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class TargetExists(Refusal):
    """A file of that name is there already."""

    code = "backup_exists"
    status = 409
    text = Text("「{path}」已经存在。", "“{path}” exists already.")
    remedy = Text("请换一个文件名，或先移走原来的文件。", "Choose another name, or move the old file away.")


class NotABackup(Refusal):
    """The file cannot be read as a backup: another file, cut off, or altered."""

    code = "backup_unreadable"
    text = Text("「{path}」不是完整的备份：{why}", "“{path}” is no whole backup: {why}")
    remedy = Text("请改用另一份备份；损坏的备份一行也没有导入。", "Use another backup; nothing of this one was taken.")


class WrongKeys(Refusal):
    """The keyring or the master key does not fit."""

    code = "backup_wrong_keys"
    text = Text("密钥环或主密钥与备份不符：{why}", "The keyring or the master key does not fit: {why}")
    remedy = Text(
        "请把与备份同一家店的主密钥放到 var/keys/master（或 MINGHUA_MASTER_KEY），并用最新的密钥环。",
        "Put that shop's master key into var/keys/master (or MINGHUA_MASTER_KEY) and name the newest keyring.",
    )


class DatabaseNotEmpty(Refusal):
    """There are people or customers in the database: a restore would mix two shops."""

    code = "database_not_empty"
    status = 409
    text = Text("数据库里已有数据。", "The database holds data already.")
    remedy = Text(
        "请先新建一个空数据库（换一个 DATABASE_URL 或 MINGHUA_VAR），再恢复。",
        "Make an empty database first (another DATABASE_URL or MINGHUA_VAR), then restore.",
    )


class FromNewerVersion(Refusal):
    """The backup knows tables that this version does not."""

    code = "backup_newer"
    text = Text("备份来自更新的版本 {version}。", "The backup was made by the newer version {version}.")
    remedy = Text("请先升级明华，再恢复。", "Upgrade Minghua first, then restore.")


class NotAsItWas(Refusal):
    """What stands in the database after loading differs from what was saved; everything was undone."""

    code = "restore_differs"
    status = 500
    text = Text("恢复后的表「{table}」与备份不一致，已全部撤回。", "Table “{table}” differs after loading; all undone.")
    remedy = Text("请改用另一份备份，并报告这个问题。", "Use another backup, and report this.")
