"""What the first start says to whoever is to administer the system."""

from server.auth.first_start import ADMINISTRATOR


def welcome(password: str | None) -> list[str]:
    """Nothing, unless this is the first start."""
    if password is None:
        return []
    return [
        "",
        "[bold]第一次启动[/]：已建管理员账号，一次性密码只显示这一次，登录后须改成自己的。",
        f"  用户名  {ADMINISTRATOR}",
        f"  密码    {password}",
        "  没有记下，可用 zhengwu user reset admin 另发一个。",
    ]
