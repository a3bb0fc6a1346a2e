"""What announcing refuses."""

from content_models.kit.errors import Conflict, NotAllowed, ZhengwuError


class CampaignFinished(Conflict):
    code = "CAMPAIGN_FINISHED"
    default_message = "这次推送已经结束；如需更正，请发布更正后的内容，或收回通知。"


class NoticeTooLong(ZhengwuError):
    """Counted in bytes of UTF-8, as push services do: `details.bytes`."""

    code = "NOTICE_TOO_LONG"
    status = 422
    default_message = "通知写得太长，手机上放不下；请删短后再保存（一个汉字 3 字节）。"


class CampaignWrongState(Conflict):
    """The verb does not fit the campaign's state: `details` carry `state`."""

    code = "CAMPAIGN_WRONG_STATE"
    default_message = "推送任务现在的状态不能这样操作，请刷新后再看。"


class OwnCampaign(NotAllowed):
    """Two people: who wrote or published it, or composed its notice, does not approve its push."""

    code = "OWN_CAMPAIGN"
    default_message = "您是这条内容的作者、发布人或通知的撰写人，不能批准它的推送；请换一位负责人批准。"


class TemplateFieldMissing(ZhengwuError):
    """A notification's template names a field that nobody filled: `details` carry `template` and `missing`."""

    code = "TEMPLATE_FIELD_MISSING"
    default_message = "通知模板缺少内容，通知没有生成；请联系管理员检查模板。"


class LeaseLost(Conflict):
    """The chunk belongs to someone else by now: stop, and write nothing more."""

    code = "LEASE_LOST"
    default_message = "该推送分片已由其他进程接手。"
