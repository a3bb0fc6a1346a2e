"""What planning and holding refuse."""

from content_models.kit.errors import Conflict


class NothingHeld(Conflict):
    code = "NOTHING_HELD"
    default_message = "这份政策没有在等待解读，请刷新后再看。"


class ReadingsComplete(Conflict):
    """A hold that would be over at once: `details.policy_id`."""

    code = "READINGS_COMPLETE"
    default_message = "解读已经到齐，不需要等待；请直接一并发布。"
