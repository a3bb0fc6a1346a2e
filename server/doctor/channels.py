"""The push channels besides Apple's: complete, readable, and classed as the vendors granted. Nothing is sent."""

import stat
from pathlib import Path
from urllib.parse import urlsplit

from content_models.kit.errors import ZhengwuError
from content_models.residents.documents import Platform
from push.channels.harmony_token import ServiceAccount
from server.channel_settings import NAMES, VENDORS, is_begun, missing
from server.channels import vapid_key
from server.doctor.finding import Check, Finding
from server.settings import PushMode, Settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
PUSH = Check("push", "推送")
CLASS = Check("push_class", "厂商消息分类")
CHECKS = {platform: Check(f"push_{platform}", NAMES[platform]) for platform in Platform}
ADDRESSES = {Platform.jpush: "jpush_url", Platform.getui: "getui_url", Platform.harmony: "harmony_url"}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def examine_channels(settings: Settings) -> list[Finding]:
    """One finding for each channel that has any setting; what is not begun is not missed, unless nothing is."""
    begun = [platform for platform in Platform if is_begun(settings, platform)]
    found = [channel(settings, platform) for platform in begun if platform is not Platform.ios]
    if settings.push is PushMode.live and not begun:
        found.append(PUSH.fail("没有设置好任何通道", "请按 docs/operations.md 的「推送通道」设置，或改用 --push log。"))
    if set(begun) & set(VENDORS) and not settings.push_subscription_class:
        found.append(classed(settings))
    return found


def channel(settings: Settings, platform: Platform) -> Finding:
    check = CHECKS[platform]
    if lacking := missing(settings, platform):
        return check.fail(f"缺少 {'、'.join(lacking)}", f"请补齐，或去掉{NAMES[platform]}的全部设置。")
    if platform in ADDRESSES and not _is_safe(getattr(settings, ADDRESSES[platform])):
        name = f"ZHENGWU_{ADDRESSES[platform].upper()}"
        return check.fail(f"{name} 不是 https 网址", "密钥会随请求发出，请改用 https://…。")
    if platform is Platform.web:
        return _web(settings, check)
    if platform is Platform.harmony:
        return _harmony(settings, check)
    return check.ok("设置完整" if settings.push is PushMode.live else f"设置完整，未启用（--push {settings.push}）")


def classed(settings: Settings) -> Finding:
    found = f"未声明已获「订阅」类权益，每台设备每天最多 {settings.push_marketing_limit} 条"
    return CLASS.warn(found, "请向各厂商申请消息自分类权益，批准后设置 ZHENGWU_PUSH_SUBSCRIPTION_CLASS=true。")


def _web(settings: Settings, check: Check) -> Finding:
    subject = settings.webpush_subject or ""
    if not subject.startswith(("mailto:", "https://")):
        return check.fail("ZHENGWU_WEBPUSH_SUBJECT 不是 mailto: 或 https://", "推送服务据此联系您，请改正。")
    try:
        key = vapid_key(settings)
    except ZhengwuError as error:
        return check.fail(error.code, error.message)
    except OSError as error:
        return _unreadable(check, "ZHENGWU_WEBPUSH_KEY_FILE", error)
    return _private(check, settings.webpush_key_file, f"密钥可用，公钥 {key.public[:12]}…")


def _harmony(settings: Settings, check: Check) -> Finding:
    try:
        account = ServiceAccount(settings.harmony_key_file or Path())
    except ZhengwuError as error:
        return check.fail(error.code, error.message)
    except OSError as error:
        return _unreadable(check, "ZHENGWU_HARMONY_KEY_FILE", error)
    return _private(check, settings.harmony_key_file, f"密钥可用，项目 {account.project_id}")


def _unreadable(check: Check, setting: str, error: OSError) -> Finding:
    return check.fail(f"无法读取密钥文件（{error.strerror}）", f"请检查 {setting} 的路径与权限。")


def _private(check: Check, file: Path | None, found: str) -> Finding:
    if file is not None and file.stat().st_mode & OTHERS:
        return check.warn(f"{file} 可被其他用户读取", f"请运行 chmod 600 {file}。")
    return check.ok(found)


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
