"""The document store: reachable, new enough, with transactions, with every index, and of one mind about the time."""

from datetime import UTC, timedelta
from typing import Any

from pymongo import AsyncMongoClient, IndexModel
from pymongo.errors import ConfigurationError, InvalidURI, PyMongoError

from content_models.catalogue import DOCUMENTS
from content_models.kit.clock import utc_now
from content_models.kit.records import Record
from content_models.kit.store import Session, Store
from server.doctor.finding import Check, Finding
from server.settings import Settings

MONGODB = Check("mongodb", "文档库")
REPLICA_SET = Check("replica_set", "副本集")
TRANSACTIONS = Check("transactions", "事务")
INDEXES = Check("indexes", "索引")
SKEW = Check("clock_skew", "与文档库的时差")

OLDEST = 7
PATIENCE_MS = 3000
NOTICEABLE, UNBEARABLE = timedelta(seconds=2), timedelta(seconds=30)

Client = AsyncMongoClient[dict[str, Any]]


async def examine_mongodb(settings: Settings) -> list[Finding]:
    """The first finding is whether it answers at all; without that, there are no others."""
    try:
        async with Client(settings.mongodb_address, serverSelectionTimeoutMS=PATIENCE_MS, tz_aware=True) as client:
            version = (await client.server_info())["version"]
            return [
                _version(version),
                await _replica_set(client),
                await _transactions(client, settings.mongodb_database),
                await _indexes(client, settings.mongodb_database),
                await _skew(client),
            ]
    except (InvalidURI, ConfigurationError) as error:
        return [
            MONGODB.fail(f"地址有误：{error}", "请检查 ZHENGWU_MONGODB_URI，如 mongodb://主机:27017/?replicaSet=rs0。")
        ]
    except PyMongoError as error:
        return [MONGODB.fail(f"连不上（{type(error).__name__}）", "请检查地址、网络、账号，以及 MongoDB 是否在运行。")]


def _version(version: str) -> Finding:
    if int(version.split(".")[0]) < OLDEST:
        return MONGODB.fail(f"版本 {version}", "请升级到 MongoDB 7 或更新的版本。")
    return MONGODB.ok(f"可连接，版本 {version}")


async def _replica_set(client: Client) -> Finding:
    hello = await client.admin.command("hello")
    if name := hello.get("setName"):
        return REPLICA_SET.ok(f"{name}，{len(hello.get('hosts', []))} 个成员")
    if hello.get("msg") == "isdbgrid":
        return REPLICA_SET.ok("分片集群")
    return REPLICA_SET.fail("单机模式", "事务需要副本集：用 --replSet 启动 mongod 并运行一次 rs.initiate()。")


async def _transactions(client: Client, database: str) -> Finding:
    """Really run one, and leave nothing behind."""
    collection = client[database]["doctor"]

    async def insert_and_delete(session: Session) -> None:
        inserted = await collection.insert_one({"at": utc_now()}, session=session)
        await collection.delete_one({"_id": inserted.inserted_id}, session=session)

    try:
        await Store(client, client[database]).transaction(insert_and_delete)
    except PyMongoError as error:
        return TRANSACTIONS.fail(f"执行失败：{error}", "请使用副本集，并给账号读写本库的权限。")
    return TRANSACTIONS.ok("执行了一次")


async def _indexes(client: Client, database: str) -> Finding:
    present = set(await client[database].list_collection_names())
    if not any(_collection(document) in present for document in DOCUMENTS):
        return INDEXES.ok("新数据库，首次启动时创建")
    missing = []
    for document in DOCUMENTS:
        known = await client[database][_collection(document)].index_information()
        missing += [f"{_collection(document)}.{name}" for name in index_names(document) if name not in known]
    if missing:
        return INDEXES.fail(f"缺少 {'、'.join(missing)}", "启动一次 zhengwu serve 会补建；建不成时看它的日志。")
    return INDEXES.ok(f"{sum(len(index_names(document)) for document in DOCUMENTS)} 个，齐全")


def index_names(document: type[Record]) -> list[str]:
    """The names of the indexes that the document's Settings declare."""
    declared: list[IndexModel] = getattr(document.Settings, "indexes", [])
    return [index.document["name"] for index in declared]


def _collection(document: type[Record]) -> str:
    name: str = document.Settings.name
    return name


async def _skew(client: Client) -> Finding:
    before = utc_now()
    hello = await client.admin.command("hello")
    middle = before + (utc_now() - before) / 2
    skew = abs(hello["localTime"].replace(tzinfo=UTC) - middle)
    found = f"{skew.total_seconds():.1f} 秒"
    if skew > UNBEARABLE:
        return SKEW.fail(found, "租约与到期时间会出错，请给两边校时（NTP）。")
    if skew > NOTICEABLE:
        return SKEW.warn(found, "请给两边校时（NTP）。")
    return SKEW.ok(found)
