"""Reply times of the web chat: one person asking, then twenty at once. `python -m benchmarks.chat --url http://127.0.0.1:8000`

Each question is a held-out one in a chat of its own; the time is from the POST to the reply in the long poll. Start the
product with GATEWAY_WEB_BURST=1000 so that the limit on one chat does not slow the measurement.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
import uuid
from pathlib import Path

import httpx

QUESTIONS = Path(__file__).resolve().parents[1] / "nlu_data" / "held-out" / "questions.jsonl"


async def ask(client: httpx.AsyncClient, text: str) -> float:
    """Seconds from sending to reading the reply, in a new chat."""
    session = (await client.post("/chat/start", json={"bearer": True})).json()["session"]
    headers = {"Authorization": f"Bearer {session}"}
    started = time.perf_counter()
    sent = await client.post("/chat/messages", json={"client_msg_id": str(uuid.uuid4()), "text": text}, headers=headers)
    sent.raise_for_status()
    while True:
        answer = (await client.get("/chat/poll", params={"after": 0, "wait": 25}, headers=headers)).json()
        if answer["events"]:
            return time.perf_counter() - started


async def measure(url: str, texts: list[str], people: int) -> list[float]:
    """Times of all questions, `people` asking at the same time."""
    waiting = asyncio.Queue[str]()
    for text in texts:
        waiting.put_nowait(text)
    times: list[float] = []

    async def person(client: httpx.AsyncClient) -> None:
        while not waiting.empty():
            times.append(await ask(client, waiting.get_nowait()))

    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        await asyncio.gather(*(person(client) for _ in range(people)))
    return times


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="http://127.0.0.1:8000")
    options.add_argument("--questions", type=int, default=100)
    chosen = options.parse_args()
    texts = [json.loads(line)["text"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    texts = texts[:: max(1, len(texts) // chosen.questions)][: chosen.questions]
    asyncio.run(measure(chosen.url, texts[:10], 1))  # warm
    for people in (1, 20):
        times = sorted(asyncio.run(measure(chosen.url, texts, people)))
        p95 = times[int(len(times) * 0.95) - 1]
        print(f"{people:3} at once: {len(times)} questions, median {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")


if __name__ == "__main__":
    main()
