"""`Node`: what can be fetched again.

Decision: the global id is a field of its own. `id` has been the domain's id (a topic's slug, a region's code) since the
first release, apps keep it in follows and addresses, and two types may share one. Rejected: Relay's `Node.id`, which
would change the value of `id` under every installed app.
"""

import base64
import binascii

import strawberry

from content_models.kit.errors import InvalidInput
from mobile_api.compiled.remembering import Remembering
from mobile_api.fields import field


class InvalidGlobalId(InvalidInput):
    code = "INVALID_GLOBAL_ID"
    default_message = "全局标识无效，请使用接口返回的 globalId。"


def encode_global_id(type_name: str, key: str) -> strawberry.ID:
    return strawberry.ID(base64.urlsafe_b64encode(f"{type_name}:{key}".encode()).rstrip(b"=").decode())


def decode_global_id(global_id: str) -> tuple[str, str]:
    """The type's name and the key in it. Raises InvalidGlobalId."""
    try:
        name, colon, key = base64.urlsafe_b64decode(global_id + "=" * (-len(global_id) % 4)).decode().partition(":")
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise InvalidGlobalId from error
    if not (name and colon and key):
        raise InvalidGlobalId
    return name, key


@strawberry.interface(description="可按全局标识再次取得的对象 / Anything that can be fetched again by its global id")
class Node(Remembering):
    def node_key(self) -> tuple[str, str]:
        """(kind of node, id in it): what `nodes.resolvers` finds it again by."""
        raise NotImplementedError

    @field("全局标识，各类型间不重复 / Global id, unique across types")
    def global_id(self) -> strawberry.ID:
        return encode_global_id(*self.node_key())
