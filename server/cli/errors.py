"""What is wrong with how a command was called."""

from pydantic import ValidationError

from content_models.kit.errors import InvalidInput


class SettingsInvalid(InvalidInput):
    """`details` carries `settings`, the names of those that are wrong; never their values, which may be secret."""

    code = "SETTINGS_INVALID"
    default_message = "设置有误，请对照 docs/settings.md 修改。"

    @classmethod
    def naming(cls, error: ValidationError) -> "SettingsInvalid":
        problems = {
            f"ZHENGWU_{'_'.join(map(str, problem['loc'])).upper()}": problem["msg"]
            for problem in error.errors(include_input=False, include_url=False)
        }
        listed = "；".join(f"{name}：{problem}" for name, problem in problems.items())
        return cls(f"设置有误（{listed}）。请对照 docs/settings.md 修改。", settings=sorted(problems))
