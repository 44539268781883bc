"""English wording, key by key with `zh`: ledgers as tables."""

PHRASES: dict[str, str] = {
    "cell": "{cell}: ",
    "batch.at-least": "the number of the whole batch is not stated; the largest number of any of its rows is this",
    "workbook.old": "it is of an older or another format (.xls, .xlsb, .ods, .et)",
    "workbook.locked": "it has a password",
    "workbook.word": "it is a Word file",
    "workbook.not-a-workbook": "only its name ends in .xlsx, what is in it is not an Excel workbook",
    "workbook.damaged": "it is damaged, or was not saved by a spreadsheet program",
    "hidden.sheet": "the sheet '{value}' is",
    "hidden.column": "column {value} is",
    "hidden.rows": "row {value} is",
    "header.table": "in this table",
    "header.sheets": "in any sheet of the workbook ({value})",
    "braces": "a key stands twice, or there are anchors or tags",
}
