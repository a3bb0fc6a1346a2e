"""Valkey/Redis: reachable, new enough, and not throwing away what it was told to keep."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.doctor.finding import Check, Finding
from server.settings import Settings

REDIS = Check("redis", "Valkey/Redis")

OLDEST = 7
PATIENCE = 3.0  # seconds


async def examine_redis(settings: Settings) -> list[Finding]:
    try:
        async with Redis.from_url(
            settings.redis_address, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
        ) as client:
            return [_judge(await client.info())]
    except ValueError as error:
        return [REDIS.fail(f"地址有误：{error}", "请检查 ZHENGWU_REDIS_URL，如 redis://主机:6379/0。")]
    except RedisError as error:
        return [
            REDIS.fail(
                f"连不上（{type(error).__name__}）",
                "请检查地址、网络、密码，以及 Valkey/Redis 是否在运行。期间不丢数据，但采集暂停、通知变慢。",
            )
        ]


def _judge(info: dict[str, str]) -> Finding:
    version = str(info.get("valkey_version") or info["redis_version"])
    found = f"可连接，{'Valkey' if 'valkey_version' in info else 'Redis'} {version}"
    if int(version.split(".")[0]) < OLDEST:
        return REDIS.fail(found, "请升级到 Valkey 8 或 Redis 7 以上。")
    if int(info.get("maxmemory", 0)) and info.get("maxmemory_policy") != "noeviction":
        return REDIS.warn(f"{found}，内存满时会丢任务", "请把 maxmemory-policy 设为 noeviction。")
    return REDIS.ok(found)
