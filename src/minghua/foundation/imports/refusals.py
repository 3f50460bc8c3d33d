"""Refusals of a whole file: each says what is wrong with it and what to do."""

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class FileRefused(Refusal):
    """A file that cannot be read as a table."""

    code = "file_refused"
    status = 422
    text = Text("无法读取这个文件。", "This file cannot be read.")
    remedy = Text("请另存为 CSV(UTF-8)或 XLSX 后重试。", "Save it as CSV (UTF-8) or XLSX and try again.")


class EmptyFile(FileRefused):
    """Nothing in it."""

    code = "empty_file"
    text = Text("文件是空的。", "The file is empty.")
    remedy = Text("请选择含表头和数据的文件。", "Choose a file with a header and rows.")


class TooLarge(FileRefused):
    """More bytes or cells than a cap allows."""

    code = "too_large"
    status = 413
    text = Text("文件超过上限：{what_zh} {limit}。", "The file exceeds the limit: {what_en} {limit}.")
    remedy = Text("请拆成几个文件，或改用 CSV。", "Split it into several files, or use CSV.")


class Bomb(FileRefused):
    """A compressed file that swells beyond reason."""

    code = "compression_bomb"
    status = 413
    text = Text(
        "压缩比异常：解开后超过压缩前的 {ratio} 倍，疑似压缩炸弹。",
        "Suspicious compression: it unpacks to more than {ratio} times its size.",
    )
    remedy = Text("请上传未压缩的文件。", "Upload the file uncompressed.")


class BrokenArchive(FileRefused):
    """A gzip or zip container that is damaged or nested."""

    code = "broken_archive"
    text = Text("压缩文件已损坏或嵌套了压缩文件。", "The compressed file is damaged or nested.")
    remedy = Text("请重新压缩，或直接上传未压缩的文件。", "Compress it again, or upload it uncompressed.")


class NotATable(FileRefused):
    """A known format that is no table."""

    code = "not_a_table"
    text = Text(
        "不支持这种文件（{found}）。可用：CSV、CSV.gz、XLSX、JSON Lines。",
        "This kind of file ({found}) is not supported. Use CSV, CSV.gz, XLSX or JSON Lines.",
    )


class UnknownEncoding(FileRefused):
    """Bytes that are neither UTF-8 nor GB18030 nor UTF-16."""

    code = "unknown_encoding"
    text = Text(
        "无法识别文字编码：第 {line} 行、第 {offset} 个字节处既不是 UTF-8 也不是 GB18030。",
        "The text encoding is not known: at line {line}, byte {offset}, it is neither UTF-8 nor GB18030.",
    )
    remedy = Text(
        "请用 Excel 或记事本另存为 UTF-8，或在上传时指定编码。",
        "Save it as UTF-8, or name the encoding when uploading.",
    )


class WrongEncoding(FileRefused):
    """Bytes that do not fit the encoding the person named."""

    code = "wrong_encoding"
    text = Text("按 {encoding} 读取失败：第 {offset} 个字节无效。", "Not valid {encoding}: byte {offset} does not fit.")
    remedy = Text("请改选其他编码。", "Choose another encoding.")


class BadHeader(FileRefused):
    """A first row that cannot name the columns."""

    code = "bad_header"
    text = Text("找不到表头：第一行应是各列的名称。", "No header found: the first row must name the columns.")
    remedy = Text("请在第一行写上列名，例如 订单号、货号、数量。", "Name the columns in the first row.")


class TooManyColumns(FileRefused):
    """A header wider than any table we know."""

    code = "too_many_columns"
    text = Text("列数超过 {limit}。", "There are more than {limit} columns.")
    remedy = Text("请删去多余的列；也请检查分隔符。", "Remove columns; check the delimiter too.")


class UnknownSheet(FileRefused):
    """A worksheet name that is not in the workbook."""

    code = "unknown_sheet"
    text = Text("工作簿里没有工作表「{sheet}」。", "The workbook has no sheet “{sheet}”.")
    remedy = Text("请从列表中选择工作表。", "Choose a sheet from the list.")


class Locked(FileRefused):
    """A workbook with a password."""

    code = "locked_workbook"
    text = Text("工作簿已加密，无法读取。", "The workbook is protected by a password.")
    remedy = Text("请取消密码后另存。", "Save it without the password.")
