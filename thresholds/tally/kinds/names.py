"""What headers call the kinds, in Chinese and English."""

from __future__ import annotations

import re
from functools import cache

from thresholds.tally.kinds.kind import Kind
from thresholds.wording import phrase

#: Words for each kind; a header is of the kind when it is one of them, or surely ends in one.
_WORDS: dict[Kind, str] = {
    Kind.NAME: (
        "姓名 名字 客户姓名 用户姓名 真实姓名 户名 持卡人 联系人 收货人 收件人 车主 业主 法人 机主 住客 旅客 "
        "乘客 患者 学生 家长 name fullname realname customer customername"
    ),
    Kind.RESIDENT_ID: (
        "身份证 身份证号 身份证号码 公民身份号码 居民身份证 证件号 证件号码 idcard idno idnumber idcardno sfz "
        "sfzh sfzhm identity identitycard residentid"
    ),
    Kind.OTHER_ID: (
        "护照 护照号 护照号码 passport passportno 通行证 通行证号 军官证 军官证号 回乡证 台胞证 社保号 驾驶证号"
    ),
    Kind.PHONE: (
        "手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 固定电话 固话 座机 宅电 本机号码 "
        "主叫号码 主叫 phone phoneno phonenumber mobile mobileno mobilephone tel telephone cell cellphone "
        "msisdn dh sjh sjhm"
    ),
    Kind.EMAIL: "邮箱 电子邮箱 邮件地址 电子邮件 邮箱地址 email mail emailaddress",
    Kind.ADDRESS: (
        "地址 住址 家庭住址 家庭地址 收货地址 户籍地址 户籍地 现住址 居住地 居住地址 通讯地址 详细地址 住所 "
        "address addr homeaddress"
    ),
    Kind.COMPANY: "公司 公司名称 单位 单位名称 工作单位 企业 企业名称 company companyname employer",
    Kind.BIRTH: "出生日期 出生年月 出生年月日 生日 birthday birthdate dateofbirth dob",
    Kind.FACE: "人脸 人脸信息 人脸图像 人脸照片 照片 face faceimage photo",
    Kind.BANK_CARD: (
        "银行卡 银行卡号 银行卡号码 卡号 银行账号 银行帐号 信用卡号 储蓄卡号 bankcard bankcardno cardno "
        "cardnumber bankaccount"
    ),
    Kind.PAYMENT_ACCOUNT: (
        "支付宝 支付宝账号 支付宝帐号 支付账号 支付账户 证券账号 证券账户 期货账号 alipay paymentaccount"
    ),
    Kind.ACCOUNT: (
        "账号 帐号 账户 帐户 用户名 登录名 登录账号 会员号 account accountno login loginname username userid uid"
    ),
    Kind.SOCIAL_ACCOUNT: "微信 微信号 qq qq号 qq号码 微博 微博账号 抖音号 wechat weixin wxid weibo openid",
    Kind.PASSWORD: "密码 口令 登录密码 支付密码 取款密码 password passwd pwd pass pin",
    Kind.BALANCE: "余额 账户余额 存款 存款余额 资产 资产总额 持仓市值 公积金余额 balance deposit assets",
    Kind.HOUSE: ("房产 房屋 房号 楼盘 楼栋 建筑面积 房屋面积 面积 户型 房产证号 house property houseno area"),
    Kind.VEHICLE: "车型 车辆型号 品牌型号 车架号 发动机号 车辆识别代号 vin vehicle carmodel",
    Kind.PLATE: "车牌 车牌号 车牌号码 号牌号码 号牌 plate plateno platenumber licenseplate",
    Kind.LATITUDE: "纬度 gps纬度 lat latitude",
    Kind.LONGITUDE: "经度 gps经度 lon lng long longitude",
    Kind.COORDINATES: ("坐标 经纬度 gps gps坐标 定位坐标 位置坐标 coordinates coordinate latlng lnglat location"),
    Kind.PLACE: "地点 位置 所在地点 途经地点 卡口 卡口名称 基站 基站位置 place placename checkpoint",
    Kind.DATE: "日期 交易日期 订单日期 下单日期 通话日期 date",
    Kind.TIME: (
        "时间 定位时间 上报时间 经过时间 过车时间 通话时间 起始时间 开始时间 通话开始时间 呼叫时间 发送时间 "
        "交易时间 下单时间 采集时间 time datetime timestamp starttime calltime gpstime"
    ),
    Kind.JOURNEY: ("航班 航班号 车次 行程 出发地 目的地 乘机日期 flight flightno train trainno trip itinerary"),
    Kind.HOTEL: "酒店 酒店名称 旅馆 旅馆名称 宾馆 宾馆名称 入住酒店 入住旅馆 hotel hotelname",
    Kind.ROOM: "房间 房间号 客房号 入住房间 room roomno roomnumber",
    Kind.CHECK_IN: "入住时间 入住日期 checkin checkintime checkindate",
    Kind.CHECK_OUT: "退房时间 离店时间 退房日期 离店日期 checkout checkouttime checkoutdate",
    Kind.PEER: (
        "对方号码 对方电话 对端号码 被叫 被叫号码 通话对象 对方手机号 peer callee calledno peernumber othernumber"
    ),
    Kind.DURATION: "时长 通话时长 duration callduration",
    Kind.MESSAGE: (
        "短信 短信内容 通话内容 聊天内容 聊天记录 消息内容 消息 邮件内容 通信内容 message messagetext content "
        "sms smscontent"
    ),
    Kind.CREDIT: (
        "征信 征信记录 征信报告 征信评分 信用评分 信用记录 逾期次数 逾期记录 credit creditscore creditreport"
    ),
    Kind.LOAN: "贷款 贷款金额 贷款记录 借款金额 借款 loan loanamount",
    Kind.HEALTH: (
        "病历 病史 诊断 诊断结果 疾病 病情 病症 血型 就诊记录 检查结果 体检结果 用药 过敏史 孕周 健康状况 "
        "health diagnosis disease medicalrecord bloodtype"
    ),
    Kind.AMOUNT: "金额 交易金额 消费金额 订单金额 支付金额 价格 amount price total payment",
    Kind.ORDER: "订单 订单号 订单编号 交易号 流水号 快递单号 运单号 order orderno orderid trackingno",
    Kind.GOODS: "商品 商品名称 货物 品名 购买商品 goods product productname item",
}

#: Headers that end in a word of another kind, or that say nothing of a person: never taken by their ending.
NEITHER = frozenset(
    {
        "序号", "编号", "备注", "说明", "状态", "类型", "性别", "年龄", "民族", "文件名", "手机品牌", "手机型号",
        "更新时间", "创建时间", "入库时间", "导入时间", "注册时间", "id", "no", "index", "remark", "note", "sex",
        "gender", "createtime", "updatetime",
    }
)  # fmt: skip

_NOISE = re.compile(r"[\s_\-.·:：()（）\[\]【】\"'/*]+|\d+$")


def simplified(header: str) -> str:
    """The header in small letters without blanks, signs and a number at its end."""
    return _NOISE.sub("", header.strip().lower())


@cache
def words() -> dict[str, Kind]:
    """Every word, simplified, with its kind; the names of the kinds themselves are among them."""
    found = {simplified(word): kind for kind, text in _WORDS.items() for word in text.split()}
    return {**found, **{simplified(kind): kind for kind in Kind}}


def by_name(header: str) -> tuple[Kind | None, bool]:
    """The kind that a header names, and whether it names it outright (else it only ends in a word for it)."""
    name = simplified(header)
    if name in NEITHER or not name:
        return None, name in NEITHER
    exact = words().get(name)
    if exact is not None:
        return exact, True
    endings = [word for word in words() if name.endswith(word) and len(word) > 1 and not word.isascii()]
    if not endings:
        return None, False
    return words()[max(endings, key=len)], False


def find_kind(spelling: str) -> Kind | None:
    """The kind behind its English name or its Chinese or English label."""
    return next((kind for kind in Kind if spelling in (kind, label(kind), label(kind, "en"))), None)


def label(kind: Kind, lang: str = "zh") -> str:
    """What people call a kind."""
    return phrase(f"tally.kind.{kind}", lang)
