"""A figure: what was measured, the floor measured in the same run, and the goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. The goal is the most that the ratio may be, or the value where there is no floor."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    goal: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def judged(self) -> float:
        """What the goal is about, as exact as it is shown."""
        return round(self.value if self.ratio is None else self.ratio, 2)

    @property
    def missed_by(self) -> float | None:
        """By what part of the goal it is missed; None if it is met, or there is none."""
        if self.goal is None or self.judged <= self.goal:
            return None
        return self.judged / self.goal - 1 if self.goal else float("inf")

    def as_json(self) -> dict:
        ratio = None if self.ratio is None else round(self.ratio, 3)
        floor = None if self.floor is None else round(self.floor, 3)
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "floor": floor,
            "ratio": ratio,
        }

    def cells(self) -> list[str]:
        """The line in words: name, value, floor, ratio, goal, and what is to be said of the goal."""
        goal = "" if self.goal is None else f"≤ {self.goal:g}" + (" ×" if self.floor else "")
        return [
            self.name,
            f"{_short(self.value)} {self.unit}",
            "" if self.floor is None else f"{_short(self.floor)} {self.unit}",
            "" if self.ratio is None else f"{self.ratio:.2f} ×",
            goal,
            self._verdict(),
        ]

    def _verdict(self) -> str:
        if self.goal is None:
            return ""
        if self.missed_by is None:
            return "met"
        return "missed" if self.goal == 0 else f"missed by {self.missed_by:.0%}"


COLUMNS = ("", "measured", "floor", "ratio", "goal", "")


def _short(number: float) -> str:
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
