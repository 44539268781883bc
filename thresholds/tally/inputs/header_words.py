"""Words that headers are made of beside those of the kinds, and what names and pinyin begin with: data, no logic."""

from __future__ import annotations

from functools import cache

from thresholds.tally.kinds.names import NEITHER, words

_OTHERS = """
    客户 用户 名称 昵称 渠道 来源 城市 省份 省 市 区 县 区县 街道 国籍 籍贯 学历 职业 职务 职位 部门 学校 班级 年级
    专业 婚姻 婚姻状况 等级 级别 运营商 归属地 号码 证件 证件类型 内容 标题 描述 数量 单价 方式 支付方式 方向 方案
    周期 高度 程度 任务 任职 万元 段位 许可证 网址 邮编 邮政编码 意向 城区 学号 工号 科目 成绩 颜色 品牌 型号 规格
    用途 评价 标签 分组 行业 星期 月份 年份 季度 年 月 日 岁 身高 体重 关系 与本人关系 发证机关 签发机关 有效期
    银行 开户行 支行 开户银行 币种 渠道号 批次 项目 业务 操作 操作员 客服 业务员 销售 经办人 推荐人 组织 机构 经办
    user age city province country number card key value code type status title url ip imei imsi mac first last
    firstname lastname nickname memo comment level region district zip zipcode postcode created updated row line
    count source channel gender sex marital education job position department school class bank branch currency
    group tag tags label desc description date day month year hour week start end begin from to of is has at by the
    home work office contact emergency bill billing ship shipping real full given family middle login last reg
    register registration create update modified delete deleted time company customer member client order item
    情况 结果 原因 产品 顾问 类别 分类 总额 次数 个数 人数 代表人 负责人 申请人 法定代表人 注册资本
    serial seq xm lxdh zjhm sfzhm xb nl bz zt dz yhk khh sr csrq
"""

_EITHER = """
    微信 qq 微博 支付宝 公司 企业 单位 贷款 短信 电话 手机 座机 邮箱 酒店 宾馆 旅馆 房产 房屋 照片 银行卡 护照 身份证
    军官证 通行证 客户 用户 学校 法人 业主 车主 学生 家长 患者 乘客 旅客 住客 地点 位置 商品 货物 疾病 订单 存款 资产
    航班 银行 销售 客服 日 月 年 市 区 县 省 岁
    alipay wechat weixin email mail phone mobile company passport user account password passwd pass pwd pin card
    customer client member home work office contact login first last real full given family middle order item
    bank school house photo face goods product credit loan content message location place train flight hotel room
"""

#: What values end in as well as headers.
_ENDINGS_OF_VALUES = """
    公司 企业 单位 酒店 宾馆 旅馆 房产 房屋 学校 银行 地点 位置 航班 客户 用户 家长 学生 患者 业主 车主 销售 客服 顾问
    卡口 基站 楼盘 楼栋 户型 城区 街道 班级 产品 商品 货物 专业 疾病 贷款 支行 机构 组织 部门 项目 品牌
"""

#: Surnames, wider than recognising a column by its content needs: to hide a word too many does no harm.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温"
    "康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成"
    "苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费"
    "卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝張陳楊黃趙"
    "吳孫馬鄭許韓馮鄧蕭葉蘇呂盧鍾譚陸範賈鄒閆龍賀顧龔萬錢嚴湯莊聶魯關蘭紀畢單駱藍遊"
)
DOUBLE_SURNAMES = (
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|皇甫|尉迟|慕容|令狐|东方|公孙|宇文|长孙|南宫|司徒|端木|独孤|轩辕"
)


@cache
def known_words() -> frozenset[str]:
    """Every word that names a column outright, simplified."""
    return frozenset({*words(), *NEITHER, *_OTHERS.split()})


@cache
def words_or_values() -> frozenset[str]:
    """Those of them that are often values too: they prove a header only above cells of another kind."""
    return frozenset(_EITHER.split())


@cache
def endings() -> frozenset[str]:
    """Those of them that a header may end in, and hardly ever a value."""
    return known_words() - frozenset(_ENDINGS_OF_VALUES.split())
