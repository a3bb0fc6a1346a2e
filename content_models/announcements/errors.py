"""What announcing refuses."""

from content_models.kit.errors import Conflict


class CampaignFinished(Conflict):
    code = "CAMPAIGN_FINISHED"
    default_message = "这次推送已经结束，无法取消；如需更正，请发布更正后的内容。"


class LeaseLost(Conflict):
    """The chunk belongs to someone else by now: stop, and write nothing more."""

    code = "LEASE_LOST"
    default_message = "该推送分片已由其他进程接手。"
