"""机关代字 known by heart. Data: a deploying region adds its own codes here or passes its own lexicon.

A code is not an organ: 宁政发 is Nanjing's, Ningxia's and Ningyang county's. Which organ is meant, the publisher says.
"""

_CENTRAL = """
国发 国办发 国办函 国函 国办发明电 国发明电 国办秘函 国办公开办函 国办字 国令 中发 中办发 厅字 国务院令 主席令
财库 财预 财税 财教 财社 财建 财综 财资 财金 财会 发改能源 发改价格 发改投资 发改环资 发改高技 发改规划 发改体改 发改办
人社部发 人社厅发 人社部函 教发 教基 教体艺 教育部令 建房 建办 建城 建市 交办 交运发 交规划发 工信部联 工信部科
民发 民办发 国卫发 国卫办 国卫医发 医保发 医保办发 医保函 环办 环发 生态环境部令 自然资发 自然资规 农发 商办
市监 国市监 国市监发 税总发 税总函 银发 证监发 国能发 国数 国数据 国数政策 公通字 司发通 文旅发 应急 国资发
"""
_JIANGSU = """
苏发 苏办发 苏政发 苏政规 苏政办发 苏政办函 苏政函 苏政传发 苏政办传发 江苏省人民政府令
苏人社发 苏人社函 苏人社规 苏财规 苏财建 苏财教 苏财社 苏财库 苏教规 苏教基 苏建规字 苏建函 苏环办 苏环规 苏环发
苏卫规 苏医保发 苏医保规 苏自然资发 苏自然资规发 苏民规 苏民发 苏交规 苏农规 苏市监规 苏工信规 苏发改规发 苏数据规
"""
_JIANGSU_CITIES = """
宁政发 宁政办发 宁政规字 宁政办规字 宁委发 宁人社规 宁财规 宁教规 宁房规字 宁医保发 宁规划资源规
苏府 苏府办 苏府规字 苏府办规字 苏府函 苏委发 苏住建规 苏财规字 苏人保规
锡政发 锡政办发 锡政规 锡政办规 常政发 常政办发 常政规 徐政发 徐政办发 徐政规 通政发 通政办发 通政规
连政发 连政办发 连政规发 淮政发 淮政办发 淮政规 盐政发 盐政办发 盐政规发 扬府发 扬府办发 扬府规 镇政发 镇政办发 镇政规发
泰政发 泰政办发 泰政规 宿政发 宿政办发 宿政规发
"""
_ELSEWHERE = """
京政发 京政办发 津政发 津政办发 沪府发 沪府办发 沪府规 沪府办规 渝府发 渝府办发 冀政发 晋政发 晋政办发 浙政发 浙政办发
皖政 皖政办 闽政 闽政办 赣府发 赣府厅发 鲁政发 鲁政办发 豫政 豫政办 鄂政发 鄂政办发 湘政发 湘政办发 粤府 粤府办 粤府函
桂政发 桂政办发 琼府 琼府办 川府发 川办发 黔府发 黔府办发 云政发 云政办发 陕政发 陕政办发 甘政发 甘政办发 青政
新政发 藏政发 蒙政发 内政发 辽政发 辽政办发 吉政发 吉政办发 黑政发 黑政办发 穗府 穗府办 穗府办函 深府 深府办 深府规
和政 和政发 和政办 和政秘
"""

DEFAULT_LEXICON: frozenset[str] = frozenset(" ".join((_CENTRAL, _JIANGSU, _JIANGSU_CITIES, _ELSEWHERE)).split())

# One series, several spellings.
SERIES_ALIASES: dict[str, str] = {
    "国令": "国务院令",
    "中华人民共和国国务院令": "国务院令",
    "中华人民共和国主席令": "主席令",
}

# 「桂国资发」 is Guangxi's, not 国资发 with something before it.
PROVINCE_LETTERS = frozenset("京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵云滇藏陕甘青宁新")

# Words that end before a code begins when a text runs into it: 「按照财库〔2022〕3号」. The single characters
# also occur inside names, which is why the lexicon is asked first.
# Words that end before a code begins when a text runs into it: 「按照财库〔2022〕3号」. The single characters
# also occur inside names, which is why the lexicon is asked first.
_LEAD_INS = """
按照 依照 根据 依据 参照 参见 参阅 详见 遵照 贯彻 落实 执行 关于 通知 意见 决定 办法 规定 方案 批复 精神 印发 转发 批转
公布 发布 修改 废止 替代 同时 文件 文号 字号 结合 对照 以及 的 和 及 与 由 以
"""
LEAD_INS: tuple[str, ...] = tuple(_LEAD_INS.split())
