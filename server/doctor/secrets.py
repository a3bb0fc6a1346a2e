"""Keys and settings: long enough, private enough, and fitting together. No value is ever shown."""

import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from content_models.residents.documents import Platform
from server.channel_settings import is_begun
from server.doctor.finding import Check, Finding
from server.engines.secret_key import secret_key_file
from server.settings import PushMode, Settings

SECRET_KEY = Check("secret_key", "签名密钥")
APNS = Check("apns", "苹果推送")
SETTINGS = Check("settings", "设置")

SHORTEST_KEY = 32  # characters
OTHERS = stat.S_IRWXG | stat.S_IRWXO
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def examine_secrets(settings: Settings) -> list[Finding]:
    return [secret_key(settings), apns(settings), *combinations(settings)]


def secret_key(settings: Settings) -> Finding:
    if settings.secret_key is not None:
        return _length("已设置", settings.secret_key.get_secret_value())
    file = secret_key_file(settings)
    if not file.exists():
        return SECRET_KEY.ok("首次启动时生成")
    if file.stat().st_mode & OTHERS:
        return SECRET_KEY.fail(f"{file} 可被其他用户读取", f"请运行 chmod 600 {file}，并考虑更换密钥。")
    return _length(str(file), file.read_text().strip())


def _length(where: str, key: str) -> Finding:
    if len(key) < SHORTEST_KEY:
        return SECRET_KEY.fail(f"{where}，仅 {len(key)} 个字符", "请换成至少 32 个随机字符：openssl rand -base64 48")
    return SECRET_KEY.ok(f"{where}，{len(key)} 个字符")


def apns(settings: Settings) -> Finding:
    if settings.push is PushMode.log:
        return APNS.ok("未启用（--push log 只写日志）")
    if settings.push is PushMode.live and not is_begun(settings, Platform.ios):
        return APNS.ok("未设置，苹果设备的通知只在应用内可见")
    wanted = {
        "ZHENGWU_APNS_TEAM_ID": settings.apns_team_id,
        "ZHENGWU_APNS_KEY_ID": settings.apns_key_id,
        "ZHENGWU_APNS_KEY_FILE": settings.apns_key_file,
    }
    if missing := [name for name, value in wanted.items() if not value]:
        return APNS.fail(f"缺少 {'、'.join(missing)}", "请在 Apple 开发者网站取得密钥并设置，或改用 --push log。")
    return _apns_key(settings.apns_key_file or Path())


def _apns_key(file: Path) -> Finding:
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        return APNS.fail(f"无法读取 {file}（{error.strerror}）", "请检查 ZHENGWU_APNS_KEY_FILE 的路径与权限。")
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return APNS.fail(f"{file} 不是密钥文件", "请使用 Apple 提供的 .p8 文件，不要改动其内容。")
    if not isinstance(key, EllipticCurvePrivateKey):
        return APNS.fail(f"{file} 不是椭圆曲线密钥", "APNs 用 ES256 签名，请使用 Apple 提供的 .p8 文件。")
    if file.stat().st_mode & OTHERS:
        return APNS.warn(f"{file} 可被其他用户读取", f"请运行 chmod 600 {file}。")
    return APNS.ok(f"密钥可用：{file.name}")


def combinations(settings: Settings) -> list[Finding]:
    """Settings that are fine one by one and not together."""
    is_public = settings.host not in LOOPBACK
    brings_engines = settings.mongodb_uri is None or settings.redis_url is None
    found = []
    if is_public and brings_engines:
        found.append(
            SETTINGS.warn("对外监听，但使用内嵌引擎", "正式使用请设置 ZHENGWU_MONGODB_URI 与 ZHENGWU_REDIS_URL。")
        )
    if is_public and settings.public_url is None:
        found.append(SETTINGS.warn("对外监听，但没有对外网址", "请设置 ZHENGWU_PUBLIC_URL，否则推送里的链接打不开。"))
    if settings.public_url and not settings.public_url.startswith("https://"):
        found.append(SETTINGS.warn("对外网址不是 https", "请在前面加一层 HTTPS 代理，并把网址改为 https://…。"))
    if is_public and settings.graphiql:
        found.append(SETTINGS.warn("对外开放了 GraphiQL 调试页", "正式使用请去掉 ZHENGWU_GRAPHIQL。"))
    return found or [SETTINGS.ok("彼此相符")]
