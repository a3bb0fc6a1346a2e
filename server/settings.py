"""Every setting, in one table. Read from the environment (prefix ZHENGWU_) and from `.env`.

`docs/settings.md` and `.env.example` list them all; a test compares.
"""

import json
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from content_models.announcements.limits import PushLimits
from content_models.editorial.review_plan import DEFAULT_STAGES, ReviewPlan, Stages
from content_models.kit.errors import ZhengwuError
from content_models.releases.documents import ReleaseKind

_LOOPBACK_FOR = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to reach a listener on all addresses


class EngineNotConfigured(ZhengwuError):
    """A process that needs an engine was started without its address."""

    code = "ENGINE_NOT_CONFIGURED"
    default_message = "没有数据引擎的地址。请用 zhengwu up 启动，或设置 ZHENGWU_MONGODB_URI 与 ZHENGWU_REDIS_URL。"


class ApnsNotConfigured(ZhengwuError):
    """Sending for real was asked for without the key to do it."""

    code = "APNS_NOT_CONFIGURED"
    default_message = (
        "没有设置苹果推送的密钥。请设置 ZHENGWU_APNS_TEAM_ID、ZHENGWU_APNS_KEY_ID 与 ZHENGWU_APNS_KEY_FILE，"
        "或改用 --push log。"
    )


class PushMode(StrEnum):
    apns = "apns"
    live = "live"
    log = "log"


class SmsNotConfigured(ZhengwuError):
    """Short messages are to go out without a gateway to send them."""

    code = "SMS_NOT_CONFIGURED"
    default_message = "没有设置短信网关。请设置 ZHENGWU_SMS_URL 与 ZHENGWU_SMS_KEY，或改用 ZHENGWU_SMS=log。"


class OidcNotConfigured(ZhengwuError):
    """An issuer is set without the client registered there."""

    code = "OIDC_NOT_CONFIGURED"
    default_message = (
        "统一身份认证没有设置完整。请设置 ZHENGWU_OIDC_CLIENT_ID、ZHENGWU_OIDC_CLIENT_SECRET "
        "与 ZHENGWU_OIDC_REDIRECT_URIS。"
    )


class SmsMode(StrEnum):
    log = "log"
    webhook = "webhook"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ZHENGWU_", env_file=".env", env_ignore_empty=True, extra="ignore")

    # identity
    city_name: str = Field("示例市", description="城市名称，显示为「××政务发布」")
    public_url: str | None = Field(None, description="对外网址；为空时用监听地址")

    # engines
    mongodb_uri: str | None = Field(None, description="MongoDB 副本集地址；为空时启动内嵌引擎")
    mongodb_database: str = Field("zhengwu", description="数据库名")
    redis_url: str | None = Field(None, description="Valkey/Redis 地址；为空时启动内嵌引擎")
    data_dir: Path = Field(Path("zhengwu-data"), description="数据目录：内嵌引擎、日志、密钥、搜索索引")

    # web
    host: str = Field("127.0.0.1", description="监听地址")
    port: int = Field(8000, ge=0, le=65535, description="监听端口；0 表示自动选一个空闲端口")
    secret_key: SecretStr | None = Field(None, description="签名密钥，至少 32 字符；为空时在数据目录生成并保存一个")
    staff_session: timedelta = Field(timedelta(hours=8), description="后台登录有效期，到时必须重新登录")
    staff_idle: timedelta = Field(timedelta(hours=1), description="后台多久没有操作须重新登录")
    staff_totp: bool = Field(True, description="后台登录须用动态验证码（TOTP）；关闭后，只有自己绑定过的人才要")
    audit_digest: Literal["sha256", "sm3"] = Field("sha256", description="审计与事件链的摘要算法；国密要求用 sm3")
    graphiql: bool = Field(False, description="是否开放 GraphiQL 调试页（演示时自动打开）")
    graphql_trusted_only: bool = Field(
        False, description="移动端只执行清单中的查询，不接受别的查询语句（生产环境应打开）"
    )
    graphql_manifests: Path | None = Field(
        None,
        description="仍在使用的各版 App 的查询清单（persisted-query-manifest.json）所在文件夹；随本版发布的清单总在",
    )
    graphql_viewer_points: int = Field(3_000, ge=1, description="每位使用者每分钟的查询点数；一点约为一百条内容")
    graphql_address_points: int = Field(30_000, ge=1, description="每个地址每分钟的查询点数，未登记的设备合计")
    demo_accounts: Path | None = Field(None, description="演示账号文件，登录页会显示其中的账号；只由 zhengwu demo 设置")

    # residents
    sms: SmsMode = Field(SmsMode.log, description="短信验证码：log 只写日志（开发用），webhook 交给短信网关")
    sms_url: str | None = Field(None, description="短信网关地址，接收 JSON：phone、code、minutes")
    sms_key: SecretStr | None = Field(None, description="短信网关的签名密钥，HMAC-SHA256，放在 X-Zhengwu-Signature")
    oidc_issuer: str | None = Field(None, description="统一身份认证（OpenID Connect）的发行者网址；为空为不用")
    oidc_title: str = Field("统一身份认证", description="统一身份认证在应用里的名称")
    oidc_client_id: str | None = Field(None, description="在统一身份认证登记的客户端标识")
    oidc_client_secret: SecretStr | None = Field(None, description="在统一身份认证登记的客户端密钥")
    oidc_redirect_uris: list[str] = Field([], description="允许的应用回跳地址，JSON 数组")

    # push
    push: PushMode = Field(
        PushMode.log, description="推送方式：live 用下面所有设置好的通道，apns 只用苹果，log 只写日志不发送"
    )
    push_subscription_class: bool = Field(
        False, description="厂商已批准「订阅」类消息（自分类权益）；未批准时按资讯营销类发送，受每日条数限制"
    )
    push_marketing_limit: int = Field(
        2, ge=1, le=20, description="每台设备每天最多几条资讯营销类通知：厂商规定一般应用 2 条，新闻类 5 条"
    )
    apns_host: str = Field("api.sandbox.push.apple.com", description="APNs 主机")
    apns_port: int = Field(443, description="APNs 端口")
    apns_topic: str = Field("cn.example.zhengwu", description="App 的 bundle id")
    apns_team_id: str | None = Field(None, description="Apple 团队编号")
    apns_key_id: str | None = Field(None, description="APNs 密钥编号")
    apns_key_file: Path | None = Field(None, description="APNs 密钥文件（.p8）")
    apns_ca_file: Path | None = Field(None, description="额外信任的证书（测试用替身服务器）")
    webpush_key_file: Path | None = Field(None, description="浏览器推送的 VAPID 私钥，用 zhengwu push key 生成")
    webpush_subject: str | None = Field(None, description="浏览器推送的联系方式：mailto:… 或 https://…")
    jpush_app_key: str | None = Field(None, description="极光推送 AppKey")
    jpush_master_secret: SecretStr | None = Field(None, description="极光推送 Master Secret")
    jpush_url: str = Field("https://api.jpush.cn/v3", description="极光推送接口；北京机房用 bjapi.push.jiguang.cn")
    getui_app_id: str | None = Field(None, description="个推 AppID")
    getui_app_key: str | None = Field(None, description="个推 AppKey")
    getui_master_secret: SecretStr | None = Field(None, description="个推 MasterSecret")
    getui_url: str = Field("https://restapi.getui.com/v2", description="个推接口")
    harmony_key_file: Path | None = Field(None, description="鸿蒙推送的服务账号密钥文件（JSON，在华为开发者联盟下载）")
    harmony_url: str = Field("https://push-api.cloud.huawei.com/v3", description="鸿蒙推送接口")
    xiaomi_channel_id: str | None = Field(None, description="在小米登记的消息通道编号，经极光、个推发送时用")
    oppo_channel_id: str | None = Field(None, description="在 OPPO 登记的消息通道编号，经极光、个推发送时用")

    push_approval_above: int = Field(
        10_000, ge=0, description="受众超过这么多台设备的推送，须由作者、发布人以外的负责人批准；应急信息不等批准"
    )
    push_daily_cap: int = Field(5, ge=1, description="每位居民每天每类最多收到的通知数，超出的只进消息；应急信息不限")
    push_only_to: list[str] = Field([], description="只发给这些设备标识，JSON 数组（生产以外的环境用）；为空则不限")

    # reviews
    review_stages: Stages = Field(
        DEFAULT_STAGES,
        description="审校各级，JSON 数组，按顺序：id、name（名称）、role（由哪个岗位签）、signers（几人签）、"
        "urgent（应急先发时也要先签）；已送审的稿件仍按送审时的设置",
    )
    review_read_aloud: list[ReleaseKind] = Field(
        [], description='终审之前要加一道诵读的体裁，JSON 数组，例如 ["policy"]'
    )

    # aggregation
    poll_tick: timedelta = Field(timedelta(seconds=30), description="检查有无到期来源的间隔")
    poll_limit: timedelta = Field(
        timedelta(minutes=2), description="一次抓取最长用时；抓取进程意外退出时，过这么久由别的进程接手"
    )

    # operation
    log_json: bool = Field(False, description="日志用 JSON 格式（生产环境）")

    @cached_property
    def app_name(self) -> str:
        return f"{self.city_name}政务发布"

    @property
    def local_address(self) -> tuple[str, int]:
        """Host and port by which this machine reaches the api."""
        return _LOOPBACK_FOR.get(self.host, self.host), self.port

    @property
    def local_url(self) -> str:
        host, port = self.local_address
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def base_url(self) -> str:
        """What links to this system begin with, without a slash at the end."""
        return (self.public_url or self.local_url).rstrip("/")

    @property
    def is_https(self) -> bool:
        """Whether people reach this system over TLS, wherever that ends."""
        return self.base_url.startswith("https:")

    def apns_key(self) -> tuple[str, str, Path]:
        """(team id, key id, key file). Raises ApnsNotConfigured unless all three are there."""
        if not (self.apns_team_id and self.apns_key_id and self.apns_key_file):
            raise ApnsNotConfigured
        return self.apns_team_id, self.apns_key_id, self.apns_key_file

    def push_limits(self) -> PushLimits:
        return PushLimits(
            approval_above=self.push_approval_above,
            daily_cap=self.push_daily_cap,
            only_to=frozenset(token.strip().lower() for token in self.push_only_to),
        )

    def review_plan(self) -> ReviewPlan:
        return ReviewPlan(stages=self.review_stages, read_aloud=frozenset(self.review_read_aloud))

    def sms_gateway(self) -> tuple[str, bytes]:
        """(address, signing key). Raises SmsNotConfigured unless both are there."""
        if not (self.sms_url and self.sms_key):
            raise SmsNotConfigured
        return self.sms_url, self.sms_key.get_secret_value().encode()

    def oidc_client(self) -> tuple[str, str]:
        """(client id, secret). Raises OidcNotConfigured unless the client is complete."""
        if not (self.oidc_client_id and self.oidc_client_secret and self.oidc_redirect_uris):
            raise OidcNotConfigured
        return self.oidc_client_id, self.oidc_client_secret.get_secret_value()

    @property
    def mongodb_address(self) -> str:
        """The configured address, or the one of the engine we brought. Raises EngineNotConfigured before that."""
        return _configured(self.mongodb_uri)

    @property
    def redis_address(self) -> str:
        return _configured(self.redis_url)

    def as_environment(self) -> dict[str, str]:
        """What a child process reads back as equal settings."""
        values = self.model_dump(mode="json", exclude_none=True)
        secrets = {name: secret.get_secret_value() for name, secret in self if isinstance(secret, SecretStr)}
        return {f"ZHENGWU_{name.upper()}": _written(value) for name, value in (values | secrets).items()}


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def _configured(address: str | None) -> str:
    if address is None:
        raise EngineNotConfigured
    return address
