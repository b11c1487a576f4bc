"""Makes instances of rows that were read as plain values, where Django's way costs more than the reading."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)


def rebuilt(model: type[M], names: Sequence[str], values: Sequence, **known: Any) -> M:
    """Return a row of a model from the values of its columns, by their names as attributes.

    `known` are rows it points to, by the names of the relations. Columns that are not named are
    read when they are asked for, as with `only()`. Nobody is told of an instance that was made.
    """
    row = model.__new__(model)
    state = ModelState()
    state.adding, state.db, state.fields_cache = False, "default", known
    row.__dict__.update(zip(names, values, strict=True), _state=state)
    return row
