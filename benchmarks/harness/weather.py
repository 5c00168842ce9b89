"""Providers on a bad day: too many requests, errors, slow answers and answers that are cut off, by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes import telegram, whatsapp
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp

SLOW_S = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Shares of sends that meet each trouble."""

    too_many: float = 0.0
    failing: float = 0.0  # 5xx, of the API or of a proxy before it
    slow: float = 0.0
    cut: float = 0.0  # taken, and the answer lost

    def draw(self, chance: random.Random) -> str:
        kinds = ("too_many", "failing", "slow", "cut")
        shares = [getattr(self, kind) for kind in kinds]
        return chance.choices((*kinds, ""), (*shares, 1 - sum(shares)))[0]


BAD_DAY = Weather(too_many=0.02, failing=0.02, slow=0.01, cut=0.02)


@dataclass
class WeatheredWhatsApp(FakeWhatsApp):
    weather: Weather = field(default_factory=Weather)
    chance: random.Random = field(default_factory=random.Random)
    on_taken: Callable[[dict[str, Any]], None] = lambda message: None

    def next_trouble(self) -> whatsapp.Trouble:
        match self.weather.draw(self.chance):
            case "too_many":
                return whatsapp.Trouble(code=self.chance.choice([130429, 131056]))
            case "failing":
                return self.chance.choice([whatsapp.Trouble(code=131000), whatsapp.Trouble(status=502)])
            case "slow":
                return whatsapp.Trouble(wait_s=SLOW_S)
            case "cut":
                return whatsapp.Trouble(cut=True)
        return whatsapp.Trouble()

    def took(self, message: dict[str, Any]) -> None:
        self.on_taken(message)


@dataclass
class WeatheredTelegram(FakeTelegram):
    weather: Weather = field(default_factory=Weather)
    chance: random.Random = field(default_factory=random.Random)

    def next_trouble(self, method: str) -> telegram.Trouble:
        match self.weather.draw(self.chance) if method == "sendMessage" else "":
            case "too_many":
                return telegram.Trouble(status=429, description="Too Many Requests: retry after 1", retry_after=1)
            case "failing":
                return telegram.Trouble(status=502, description="Bad Gateway")
            case "slow":
                return telegram.Trouble(wait_s=SLOW_S)
            case "cut":
                return telegram.Trouble(cut=True)
        return telegram.Trouble()
