"""What a release refuses to hold."""

from content_models.kit.errors import InvalidInput


class TextTooLong(InvalidInput):
    """With its plain text and outline it would not fit into one row of the store. `details.limit`: their bytes."""

    code = "TEXT_TOO_LONG"
    default_message = "正文太长，存不下；请拆分成几篇，或把一部分改用附件。"
