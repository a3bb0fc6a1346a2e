"""`zhengwu push …`: one notice to one real device, told in words; the key browsers are subscribed with; the roster."""

import os
import time
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from rich.console import Console

from content_models.kit.errors import InvalidInput
from content_models.kit.ids import new_id
from content_models.residents.device_tokens import device_token
from content_models.residents.documents import Platform
from content_models.residents.roster.actions.fold import fold
from content_models.residents.roster.actions.rebuild import RosterBuilt, rebuild
from push.channels.channel import Action, Channel, Notice, Outcome, Target
from push.channels.tickets import PassingTickets
from push.channels.webpush_keys import VapidKey
from server.channel_settings import NAMES
from server.channels import channel_of
from server.cli.options import DataDir, configured
from server.engines.at_hand import engines_at_hand
from server.processes.run import run
from server.settings import Settings
from server.store import open_store

app = typer.Typer(no_args_is_help=True, add_completion=False)

WORDS = {
    Action.done: "已交给{channel}，{seconds:.1f} 秒。设备在线的话，几秒内就会显示；没有显示请检查系统里的通知权限。",
    Action.retire: "{channel}说这个设备标识已经失效（{reason}）。请在设备上重新打开应用，取得新的标识再试。",
    Action.suspect: "{channel}不认识这个设备标识（{reason}）。请核对标识属于这个应用，环境（测试或正式）也要一致。",
    Action.fail: "{channel}拒绝了这一条（{reason}），设备标识本身可能没有问题。",
    Action.retry: "{channel}暂时不能处理（{reason}），请过一会儿再试。",
    Action.later: "{channel}连不上，或要求稍后再来（{reason}）。什么也没有发出；请检查网络后再试。",
    Action.resend: "已经发出，但没有等到{channel}的答复（{reason}）：设备可能收到了，也可能没有。",
    Action.doubt: "已经发出，但没有等到{channel}的明确答复（{reason}）：设备可能收到了，也可能没有。",
    Action.halt: "{channel}拒绝了我们的请求（{reason}）：多半是密钥、编号或权限不对。请运行 zhengwu doctor。",
    Action.skip: "没有发送（{reason}）。",
}

Device = Annotated[
    str, typer.Option("--device", help="设备的推送标识；浏览器的订阅较长，可写 @文件名", show_default=False)
]
Kind = Annotated[Platform, typer.Option("--platform", help="标识来自哪个推送服务")]
KeyFile = Annotated[Path, typer.Option("--output", "-o", help="私钥写到哪里")]


class KeyFileExists(InvalidInput):
    """Writing the key would lose one that browsers are subscribed with."""

    code = "PUSH_KEY_EXISTS"
    default_message = "密钥文件已经存在；换了密钥，已订阅的浏览器就收不到了。请换一个文件名。"


@app.callback()
def push() -> None:
    """推送通道。"""


@app.command("test")
def send_test(device: Device, platform: Kind = Platform.ios, data_dir: DataDir = None) -> None:
    """给一台真实设备发一条测试通知，并说明结果。不需要数据库；只看密钥设置，不看 --push。"""
    outcome = run(_send(configured(data_dir=data_dir), platform, device_token(platform, _given(device))))
    if outcome is None:
        return
    answer, seconds = outcome
    words = WORDS[answer.action].format(channel=NAMES[platform], reason=answer.reason or "没有说明", seconds=seconds)
    Console().print(words, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(0 if answer.action is Action.done else 1)


@app.command("key")
def make_key(output: KeyFile = Path("webpush.pem")) -> None:
    """生成浏览器推送（VAPID）的密钥，打印网页订阅时要用的公钥。"""
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
    except FileExistsError as error:
        raise KeyFileExists from error
    except OSError as error:
        raise InvalidInput(f"无法写入 {output}（{error.strerror}），请换一个位置。") from error
    console = Console()
    console.print(
        f"私钥已写入 {output}：设为 ZHENGWU_WEBPUSH_KEY_FILE。", markup=False, highlight=False, soft_wrap=True
    )
    console.print(f"applicationServerKey：{VapidKey(output, '').public}", markup=False, highlight=False, soft_wrap=True)


@app.command("rebuild")
def rebuild_roster(data_dir: DataDir = None) -> None:
    """由居民、设备和关注重新编一遍名册（推送受众的读模型）。期间照常推送；名册平时会自己更新，很少需要。"""

    async def work() -> RosterBuilt | None:
        async with engines_at_hand(configured(data_dir=data_dir)) as complete, open_store(complete) as store:
            built = await rebuild(store)
            await fold(store)
            return built

    built = run(work())
    words = f"名册已重建：{built.residents} 人，{built.pages} 页。" if built else "另一个进程正在重建名册，请稍后再试。"
    Console().print(words, highlight=False)
    raise typer.Exit(0 if built else 1)


async def _send(settings: Settings, platform: Platform, token: str) -> tuple[Outcome, float]:
    """What became of the notice, and after how many seconds."""
    outcomes: list[Outcome] = []
    channel = _opened(settings, platform)
    started = time.monotonic()
    try:
        await channel.send(_notice(settings, platform), [Target(0, token)], lambda _, told: outcomes.append(told))
    finally:
        await channel.close()
    return outcomes[0], time.monotonic() - started


def _opened(settings: Settings, platform: Platform) -> Channel:
    try:
        return channel_of(settings, platform, PassingTickets(), trial=True)
    except OSError as error:
        raise InvalidInput(f"无法读取{NAMES[platform]}的密钥文件（{error.strerror}），请检查设置。") from error


def _notice(settings: Settings, platform: Platform) -> Notice:
    body = f"收到这一条，说明{NAMES[platform]}设置正确。"
    return Notice(new_id(), new_id(), f"{settings.app_name}：测试通知", body, new_id(), platform)


def _given(device: str) -> str:
    if not device.startswith("@"):
        return device
    try:
        return Path(device[1:]).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"读不出文件 {device[1:]}，请检查路径。") from error
