async def main():
    for _ in range(3):
        await asyncio.sleep(1)
