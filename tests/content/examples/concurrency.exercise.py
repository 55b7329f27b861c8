"""Counts how many sleeps are under way at once; nobody waits for a second."""

import asyncio

real_sleep = asyncio.sleep
under_way = most = 0


async def sleep(seconds):
    global under_way, most
    under_way += 1
    most = max(most, under_way)
    await real_sleep(0)
    under_way -= 1


asyncio.sleep = sleep
try:
    asyncio.run(main())
finally:
    asyncio.sleep = real_sleep
assert most == 3
