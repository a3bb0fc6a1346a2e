"""What gives a text away line by line: mobile numbers, marks of secrecy, words of papers not meant to go out.

The words alone are no mark: 「国家秘密」 and 「商业秘密」 stand in many public texts. A mark has a star, a label, or a
line of its own.

The ranges of mobile numbers are those that libphonenumber 9.0.43 (Google) and ChinaMobilePhoneNumberRegex have of
工信部's numbering plan: of 14x only 145, 147 and 149 (the rest have 13 digits and are of things, not of people), of 161
only 1610, of 174 only satellite and emergency telephones (1740, 17410 to 17412, 1749).
"""

import re

MOBILE = re.compile(
    r"(?<![0-9A-Za-z.,*_])(?<!\d-)(?:(?:\+|00)?86[ -]?)?"
    r"(1(?:3\d|4[579]|5[0-35-9]|6[2567]|61(?=[ -]?0)|7[0-35-8]|74(?=[ -]?(?:0|1[0-2]|9))|8\d|9[0-35-9])"
    r"[ -]?\d{4}[ -]?\d{4})"
    r"(?![0-9A-Za-z*_]|\.[1-9A-Za-z]|\.0[0-9]|,\d{3}|-\d)(?!\s*(?:元|万|亿|吨|千|公|平方|立方|户|人次|份|件|株|%))"
)
MARK = re.compile(
    r"(?:绝\s?密|机\s?密|秘\s?密)\s*[★☆⭐✭＊]"  # 「机密★1年」
    r"|密\s*级\s*(?:和保密期限)?\s*[::]\s*(?:绝\s?密|机\s?密|秘\s?密|内部)"
    r"|^[\s()【】\[\]]*(?:绝\s?密|机\s?密|秘\s?密)(?:\s*(?:\d{1,2}年|长期))?(?:文件|件|级)?[\s()【】\[\]]*$"
)
INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|情况|参考|刊物)?[\s,;、·()]{0,3}(?:(?:注意保存|妥善保[管存]|请勿|不得|严禁|禁止|切勿)\S{0,4}(?:外传|外泄|转发|上网|公开)?)"
    r"|^[\s()【】\[\]★]*内部(?:资料|文件|材料|参考|使用)[\s()【】\[\]★]*$"
    r"|(?:仅供|限于?)\S{0,4}内部(?:使用|参考|掌握|阅读|传阅)"
    r"|(?:不得|严禁|请勿|禁止)(?:外传|外泄|上网|转发至?外网)"
    r"|此件(?:不予?公开|依申请公开|不予?公布|内部掌握|请勿公开)|(?:^|\()不予公开(?:\)|$)|公开(?:属性|方式|选项)\s*[::]\s*(?:不予公开|依申请公开)"
)
