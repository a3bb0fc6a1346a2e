"""A subscriber's mailbox: in order, bounded, and honest about what it dropped."""

import asyncio

from mobile_api.live.queues import LONGEST, Mailbox


async def test_news_come_in_order_and_whoever_waits_is_woken() -> None:
    mailbox: Mailbox[int] = Mailbox()
    waiting = asyncio.create_task(mailbox.next())
    await asyncio.sleep(0)
    mailbox.put(1)
    mailbox.put(2)
    assert [await waiting, await mailbox.next()] == [1, 2]


async def test_whoever_cannot_keep_up_is_told_once_and_goes_on() -> None:
    mailbox: Mailbox[int] = Mailbox()
    for number in range(LONGEST * 3):
        mailbox.put(number)
    assert await mailbox.next() is None
    mailbox.put(99)
    assert await mailbox.next() == 99
