"""What writing refuses."""

from content_models.kit.errors import Conflict, InvalidInput


class DraftMovedOn(Conflict):
    """The same editor typed in another window: `details` carries `expected` and `actual` numbers of the draft."""

    code = "DRAFT_MOVED_ON"
    default_message = "您在另一个窗口里也在写这篇稿件，那边的内容更新；请只留一个窗口。"


class NoteEmpty(InvalidInput):
    code = "NOTE_EMPTY"
    default_message = "批注没有内容，请写几个字再提交。"
