"""Why a session does not go on."""

from content_models.kit.errors import SessionExpired


class ViewerSessionEnded(SessionExpired):
    """Signed out, expired, deleted, or its refresh token was used by somebody else."""

    code = "VIEWER_SESSION_ENDED"
    default_message = "登录已失效，请重新打开应用并登录。"
