"""Chinese wording, the source: ledgers as tables."""

PHRASES: dict[str, str] = {
    "cell": "{cell}：",
    "batch.at-least": "没有写这一批共多少条，各行写明的条数里最大的是这么多",
    "workbook.old": "是旧格式或者别的表格格式（.xls、.xlsb、.ods、.et）",
    "workbook.locked": "加了密码",
    "workbook.word": "是 Word 文件",
    "workbook.not-a-workbook": "内容不是 Excel 工作簿，只是名字叫 .xlsx",
    "workbook.damaged": "文件损坏，或者不是由表格软件保存的",
    "hidden.sheet": "「{value}」这张表",
    "hidden.column": "第 {value} 列",
    "hidden.rows": "第 {value} 行",
    "header.table": "这张表里",
    "header.sheets": "工作簿的各张表（{value}）里都",
    "braces": "同一个键写了两次，或者用了锚点、标签",
}
