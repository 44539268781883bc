"""Whether the first row of a table names its columns, and whether what stands in a header is a person's data instead.

A row taken for a header is shown: so it must be sure to be one. Where it is not, it is data, and is counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from thresholds.tally.kinds.names import NEITHER, simplified, words

#: A field of data: many digits, an identity number, a date, a number with decimals, an address of mail.
DATA = re.compile(
    r"\+?\d[\d\s-]{4,}\d[Xx]?|\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([ T]\d.*)?|-?\d+\.\d+|[^@\s]+@[^@\s]+\.[a-z]+",
    re.IGNORECASE,
)
#: Words of headers beside those of the kinds.
_OTHERS = frozenset(
    "客户 用户 名称 昵称 渠道 来源 城市 省份 省 市 区 县 区县 街道 国籍 籍贯 学历 职业 职务 部门 学校 班级 专业 婚姻 "
    "婚姻状况 等级 级别 运营商 归属地 号码 证件 证件类型 内容 标题 描述 数量 单价 方式 支付方式 方向 方案 周期 高度 程度 "
    "任务 任职 万元 段位 许可证 网址 邮编 邮政编码 意向 城区 学号 工号 科目 颜色 品牌 型号 规格 用途 评价 标签 分组 "
    "user age city province country number card key value code type status title url ip imei imsi mac first last "
    "firstname lastname nickname memo comment level region district zip zipcode postcode created updated".split()
)
#: Words that are often values too: they name a column only where what stands below is of another kind.
_EITHER = frozenset(
    "微信 qq 微博 支付宝 公司 企业 单位 贷款 短信 电话 手机 座机 邮件 邮箱 酒店 宾馆 旅馆 房产 房屋 照片 信用卡 银行卡 "
    "储蓄卡 护照 身份证 军官证 通行证 客户 用户 学校 法人 业主 车主 学生 家长 患者 alipay wechat weixin email mail phone "
    "mobile company passport".split()
)
#: Surnames, wider than recognising a column by its content needs: to hide a word too many does no harm.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛"
    "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路"
    "游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全"
    "佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_DOUBLE = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|慕容|令狐|东方|公孙|宇文|长孙|南宫|司徒|端木|独孤|轩辕"
#: Two or three letters that begin with a surname, or three or four that begin with a double one.
_NAME = re.compile(f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}")
#: Letters that end the word for a thing and hardly ever a name.
_THING = tuple("额率址码类型级证费款表号")
_PLATE = re.compile(r"[\u4e00-\u9fff][A-Za-z]\W?[A-Za-z0-9]{4,6}[\u4e00-\u9fff]?")
_ADDRESS = re.compile(r".{2,}?(?:省|市|自治区|区|县|镇|乡).*?(?:[区县路街道巷镇乡村号楼栋室]|\d).*")
_DIVISIONS = re.compile(r"省市|市区|区县|县区|所在|户籍|居住|归属|通讯|地址|住址|街道?门牌")
_LETTERS = re.compile(r"[A-Za-z]+|[\u4e00-\u9fff]+")
_TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: What programs call columns that have no name of their own.
_NUMBERED = re.compile(r"(?:c|col|column|f|field|v|var|x|attr|字段|列)[ _-]?\d{1,3}", re.IGNORECASE)
#: Rows below the first that are looked at.
_BELOW = 200


def is_value(header: str) -> bool:
    """Whether a header looks like somebody's data and must not be shown: a number, a plate, a name, a password."""
    text = _plain(header)
    return _is_data(text) or _is_mixed(text) or _is_name(text)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row surely names the columns.

    It does where no field looks like data and one is a word of headers, or all differ in kind from what is below.
    """
    first = [_plain(field) for field in rows[0]]
    filled = [place for place, text in enumerate(first) if text]
    if not filled or any(_is_data(text) for text in first):
        return False
    others = [[_plain(field) for field in row] for row in rows[1 : _BELOW + 1]]
    others = [row for row in others if row != first]
    below = [[row[place] for row in others if place < len(row) and row[place]] for place in range(len(first))]
    named = [place for place in filled if _names(first[place], below[place])]
    doubtful = any(
        _is_mixed(first[place]) or (_is_name(first[place]) and _mostly(map(_is_name, below[place]))) for place in filled
    )
    if doubtful:
        return len(named) * 2 >= len(filled)
    return bool(named) or all(_differs(first[place], below[place]) for place in filled)


def _plain(field: str) -> str:
    """Half width, without what cannot be seen around it."""
    return unicodedata.normalize("NFKC", field).strip().strip("\ufeff").strip()


def _is_data(text: str) -> bool:
    """Whether a text is surely data: so many digits that they name somebody, a plate, an address, mail."""
    digits = re.search(r"\d{5}", re.sub(r"(?<=\d)[\s.-]+(?=\d)", "", text))
    if digits or "@" in text or DATA.fullmatch(text) or text.isdecimal():
        return True
    return bool(_PLATE.fullmatch(text)) or (bool(_ADDRESS.fullmatch(text)) and not _DIVISIONS.search(text))


def _is_mixed(text: str) -> bool:
    """Whether letters and digits stand side by side as in passwords; not a word of headers with a number at its end."""
    if len(text) < 4 or not any(letter.isdecimal() for letter in text) or not re.search("[A-Za-z]", text):
        return False
    return not (_NUMBERED.fullmatch(text) or _is_word(text))


def _is_name(text: str) -> bool:
    """Whether a text is built as Chinese names are, and is no word of headers."""
    return bool(_NAME.fullmatch(text)) and not text.endswith(_THING) and not _is_word(text)


def _is_word(text: str) -> bool:
    """Whether a text is a word of headers outright, or words of letters one of which is."""
    name = simplified(text)
    if name in words() or name in NEITHER or name in _OTHERS:
        return True
    bare = re.sub(r"[\s_.:-]*\d{0,3}$", "", text)
    if not re.fullmatch(r"[A-Za-z]+(?:[\s_.:-]+[A-Za-z]+)*", bare):
        return False
    tokens = [token.lower() for token in _TOKENS.findall(bare)]
    return any(token in words() or token in NEITHER or token in _OTHERS for token in tokens)


def _ending(text: str) -> str:
    """The word of headers that a Chinese text ends in, empty where it ends in none."""
    known = (*words(), *NEITHER, *_OTHERS)
    found = [word for word in known if len(word) > 1 and not word.isascii() and text.endswith(word)]
    return max(found, key=len, default="")


def _names(text: str, below: Sequence[str]) -> bool:
    """Whether a field of the first row names its column, and is not one more of what stands below."""
    if not text or text in below:
        return False
    if _is_word(text):
        pattern = _pattern(text)
        if simplified(text) in _EITHER or " " in text:
            return not below or not _mostly(_pattern(other) == pattern for other in below)
        return True
    ending = _ending(simplified(text))
    return bool(ending) and not any(other.endswith(ending) for other in below)


def _differs(text: str, below: Sequence[str]) -> bool:
    """Whether all that stands below a text is of another kind than letters of its script."""
    return bool(below) and all(_pattern(other) != _pattern(text) for other in below)


def _pattern(text: str) -> str:
    """The scripts in a text; digits alone where there are more of them than of letters."""
    letters = {"a" if run.isascii() else "c" for run in _LETTERS.findall(text)}
    digits, others = sum(map(str.isdecimal, text)), sum(map(str.isalpha, text))
    return "0" if digits > others else "".join(sorted(letters))


def _mostly(found: Iterable[bool]) -> bool:
    """Whether half of them and one at least are true."""
    told = list(found)
    return 0 < len(told) <= 2 * sum(told)
