"""For development: the code goes into the log, the number only masked."""

from datetime import timedelta

import structlog

from content_models.residents.identities.rules import masked_phone

log = structlog.get_logger()


class LogCodes:
    async def send(self, phone: str, code: str, lasts: timedelta) -> None:
        log.warning("sms_code_not_sent", phone=masked_phone(phone), code=code, minutes=int(lasts.total_seconds() // 60))
