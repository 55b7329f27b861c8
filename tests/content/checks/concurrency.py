"""Checks of the topic `concurrency`."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent import futures

from asgiref.sync import sync_to_async
from bookshop.catalog.models import Book
from bookshop.shelves import fill
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connections, transaction
from django.utils.connection import ConnectionDoesNotExist
from grading import claim, judged, question, raises, warned
from django.http import JsonResponse

ROUNDS = 3
PATIENCE = 30
"""Seconds after which a wait that nobody ends has failed."""


def waits_overlap(pool):
    """Tell whether the workers of a pool wait at the same time: each waits for all the others."""
    together = threading.Barrier(ROUNDS, timeout=PATIENCE)
    with pool:
        return sorted(pool.map(lambda _: together.wait(), range(ROUNDS))) == list(range(ROUNDS))


@claim("they do overlap waiting")
def threads_overlap_waits():
    assert waits_overlap(futures.ThreadPoolExecutor(ROUNDS))


@claim("code between two of them is not interrupted by another task")
def tasks_switch_at_await():
    seen = []

    async def work(name):
        seen.append(name)
        seen.append(name)
        await asyncio.sleep(0)
        seen.append(name)

    async def main():
        await asyncio.gather(work("a"), work("b"))

    asyncio.run(main())
    assert seen == ["a", "a", "b", "b", "a", "b"]


@claim("only makes a coroutine")
def calling_makes_a_coroutine():
    seen = []

    async def work():
        seen.append(1)

    job = work()
    assert asyncio.iscoroutine(job)
    assert seen == []
    asyncio.run(job)
    assert seen == [1]


@claim("cancels the rest when one fails")
def a_group_cancels_the_rest():
    seen = []

    async def good():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def bad():
        raise ValueError

    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(good())
            await asyncio.sleep(0)
            group.create_task(bad())

    assert raises(BaseExceptionGroup, lambda: asyncio.run(main()))
    assert seen == ["cancelled"]


@claim("arguments and results must be picklable")
def processes_pickle():
    import pickle  # noqa: PLC0415

    assert raises((pickle.PicklingError, AttributeError, TypeError), lambda: pickle.dumps(lambda: 1))


@claim("is a read, an addition and a write")
def lost_updates():
    total = {"n": 0}
    both_have_read = threading.Barrier(2)

    def add():
        current = total["n"]
        both_have_read.wait()
        total["n"] = current + 1

    workers = [threading.Thread(target=add) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert total["n"] == 1


@claim("inside your transaction", django=(6, 0))
def the_immediate_backend_does_not_wait():
    _reset()
    with transaction.atomic():
        _task().enqueue("mail")
        assert SEEN == ["mail"]


@claim("`AsyncPaginator` pages in async views", django=(6, 0))
def an_async_paginator():
    from django.core.paginator import AsyncPaginator  # noqa: PLC0415 - new in 6.0

    async def main():
        page = await AsyncPaginator(range(5), 2).aget_page(2)
        return list(page.object_list)

    assert asyncio.run(main()) == [2, 3]


@claim("runs each worker in an interpreter", python=(3, 14))
def interpreters():
    with futures.InterpreterPoolExecutor(1) as pool:
        assert list(pool.map(abs, [-1])) == [1]


@claim("ends a group early and quietly", python=(3, 15))
def a_group_can_be_cancelled():
    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(9))
            group.cancel()
        return "after"

    assert asyncio.run(main()) == "after"


@question("In CPython with the GIL, what do threads speed up?")
def what_threads_are_for(choices):
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    return {
        "computes in plain Python": not gil,
        "waits for a network or a disk": waits_overlap(futures.ThreadPoolExecutor(ROUNDS)),
    }


@question("When can asyncio switch from one task to another?")
def when_tasks_switch(choices):
    seen = []

    async def work(name):
        for _ in range(2):
            seen.append(name)
            seen.append(name)
            await asyncio.sleep(0)

    async def main():
        await asyncio.gather(work("a"), work("b"))

    asyncio.run(main())
    told = "".join(seen)
    busy = []

    async def computes():
        end = time.monotonic() + 0.05
        while time.monotonic() < end:
            pass
        busy.append("computes")

    async def other():
        busy.append("other")

    async def both():
        await asyncio.gather(computes(), other())

    asyncio.run(both())
    return {
        "After each line": told.startswith("abab"),
        "At an `await`": told == "aabbaabb",
        "When a task has come to its end": told == "aaaabbbb",
        "Every few milliseconds": busy[0] == "other",
    }


@question("All other requests stop while this async view runs")
def what_blocks_the_loop(choices):
    def other_waits(line):
        seen, over = [], asyncio.Event()

        async def view():
            await line(over)
            seen.append("view")

        async def other():
            await asyncio.sleep(0)
            seen.append("other")
            over.set()

        async def main():
            await asyncio.gather(view(), other())

        asyncio.run(main())
        return seen == ["view", "other"]

    async def blocking(over):
        time.sleep(0)

    async def awaiting(over):
        await over.wait()

    async def answering():
        return JsonResponse({})
    return {"`time.sleep(3)` blocks": other_waits(blocking), "`await` stops": other_waits(awaiting),
            "run on its own": not other_waits(blocking), "cannot be sent": asyncio.run(answering()).status_code != 200}


@question("An async view must call a library that blocks")
def calling_what_blocks(choices):
    async def to_thread():
        return await asyncio.to_thread(int, "7")

    async def awaited():
        return await int("7")

    async def nested():
        return asyncio.run(int("7"))

    def gives_seven(main):
        try:
            return asyncio.run(main()) == 7
        except (TypeError, ValueError, RuntimeError):
            return False

    def loop_stays_free(main):
        over = threading.Event()

        async def other():
            for _ in range(3):
                await asyncio.sleep(0)
            over.set()

        async def both():
            return (await asyncio.gather(main(lambda: over.wait(0.2)), other()))[0]

        return asyncio.run(both())

    async def behind(call):
        await asyncio.sleep(0)
        return call()

    async def aside(call):
        return await asyncio.to_thread(call)

    assert loop_stays_free(aside)
    return {
        "`await library.call(arg)`": gives_seven(awaited),
        "`asyncio.run(library": gives_seven(nested),
        "`await asyncio.to_thread": gives_seven(to_thread),
        "behind `await asyncio.sleep(0)`": loop_stays_free(behind),
    }


@question("conc-sync-orm", commits=True, database="postgresql")
def the_orm_in_async_code(choices):
    fill()

    def title(source):
        names = {"Book": Book, "asyncio": asyncio}
        exec(f"async def shelf():\n    {source}\n    return book.title", names)

        async def main():
            try:
                return await names["shelf"]()
            finally:
                await sync_to_async(connections.close_all)()

        return asyncio.run(main())

    def does(source):
        try:
            return title(source.replace("pk=1", f"pk={Book.objects.get(title='Emma').pk}")) == "Emma"
        except (ConnectionDoesNotExist, SynchronousOnlyOperation, TypeError, ValueError, RuntimeError):
            return False

    sources = {choice: choice.strip("`") for choice in choices}
    return {choice: does(source) for choice, source in sources.items()}


@question("conc-task-commit", django=(6, 0))
def the_order_of_words(choices):
    _reset()
    with transaction.atomic():
        _task().enqueue("mail")
        SEEN.append("order")
    SEEN.append("commit")
    seen = ", ".join(f"`{word}`" for word in SEEN)
    return {choice: choice == seen for choice in choices}


@question("conc-interpreters", python=(3, 14))
def which_pool(choices):
    return judged(choices, lambda code: code == "InterpreterPoolExecutor" and hasattr(futures, code))


SEEN = []


def _reset():
    SEEN.clear()


def _note(word):
    SEEN.append(word)


def _task():
    from django.tasks import task  # noqa: PLC0415 - new in 6.0

    return task(_note)


@question("Two threads run this, and the total is sometimes too small")
def two_readers(choices):
    total = {"n": 0}
    both_have_read = threading.Barrier(2)

    def add():
        current = total["n"]
        both_have_read.wait()
        total["n"] = current + 1

    workers = [threading.Thread(target=add) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    names, go = {"total": 0}, threading.Event()
    exec("def add():\n  global total\n  total += 1", names)

    def late():
        go.wait()
        names["add"]()

    waiting = threading.Thread(target=late)
    waiting.start()
    names["add"]()
    go.set()
    waiting.join()
    return {"the same old value": total["n"] == 1, "a copy of its own": total["n"] == 2,
            "GIL drops": names["total"] < 2, "`global` makes": names["total"] == 0}


@claim("stops every other task")
def a_blocking_call_stops_all():
    def order_of(work):
        seen, over = [], threading.Event()

        async def slow():
            await work(over)
            seen.append("slow")

        async def quick():
            await asyncio.sleep(0)
            seen.append("quick")
            over.set()

        async def main():
            await asyncio.gather(slow(), quick())

        asyncio.run(main())
        return seen

    async def blocking(over):
        time.sleep(0)

    assert order_of(blocking) == ["slow", "quick"]
    assert order_of(lambda over: asyncio.to_thread(over.wait, PATIENCE)) == ["quick", "slow"]


@claim("A coroutine is called but not awaited")
def a_coroutine_that_nobody_awaits():
    async def work():
        pass

    def forget():
        job = work()
        del job

    assert any("never awaited" in told for told in warned(forget, RuntimeWarning))


@claim("Since Python 3.14 new worker processes", python=(3, 14))
def forkserver_is_the_default():
    import multiprocessing  # noqa: PLC0415

    assert sys.platform != "linux" or multiprocessing.get_start_method() == "forkserver"


@question("command-resizes-5-000", database="sqlite")
def what_uses_several_cores(choices):
    """Only work in several processes can use several cores, as each has a GIL of its own."""
    async def gathered():
        async def work():
            return os.getpid(), threading.get_ident()
        return await asyncio.gather(*(work() for _ in range(4)))

    with futures.ThreadPoolExecutor(4) as threads, futures.ProcessPoolExecutor(2) as processes:
        in_threads = {job.result() for job in [threads.submit(os.getpid) for _ in range(8)]}
        in_processes = {job.result() for job in [processes.submit(os.getpid) for _ in range(8)]}
    in_tasks = asyncio.run(gathered())
    in_thread = asyncio.run(asyncio.to_thread(os.getpid))
    own = {os.getpid()}
    return {"`ProcessPoolExecutor`": not in_processes & own, "`ThreadPoolExecutor`": in_threads != own,
            "`asyncio.gather`": len(set(in_tasks)) > 1, "`asyncio.to_thread`": in_thread not in own}


@claim("Waiting for I/O: threads or asyncio. Computing: processes.", database="sqlite")
def which_for_what():
    assert waits_overlap(futures.ThreadPoolExecutor(ROUNDS))
    with futures.ProcessPoolExecutor(2) as pool:
        assert pool.submit(os.getpid).result() != os.getpid()


@claim("a deploy or a crash kills them half done", database="sqlite")
def a_thread_dies_with_its_process():
    script = """if True:
        import os, signal, threading
        def report():
            print("begun", flush=True)
            started.set()
            threading.Event().wait(20)
            print("done", flush=True)
        started = threading.Event()
        threading.Thread(target=report).start()
        started.wait()
        os.kill(os.getpid(), signal.SIGTERM)
    """
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == ("begun\n", -signal.SIGTERM)
