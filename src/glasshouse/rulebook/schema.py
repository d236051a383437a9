"""JSON Schema of a file, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from glasshouse.kit.figure import Figure
from glasshouse.rulebook.model import one_or_many
from glasshouse.rulebook.words import fields_by_word, model_of

_NUMBER = {"type": "number"}
_PAIR = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a file's model, with figures and single names as files write them.

    >>> from glasshouse.rulebook.catalogue import Services
    >>> sorted(json_schema(Services)["properties"])
    ['service', 'vocabulary']
    """
    schema = model.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    parts = schema.get("$defs", {})
    if "Figure" in parts:
        parts["Figure"] = _figure(parts["Figure"])
        parts["Line"] = _line(parts["Line"])
    for name, inner in _models(model, {}).items():
        if inner is Figure:
            continue
        properties = schema["properties"] if inner is model else parts[name]["properties"]
        for word in _single_words(inner):
            properties[word] = {"anyOf": [{"type": "string"}, properties[word]]}
    return schema


def _figure(given: dict[str, Any]) -> dict[str, Any]:
    lines = {"type": "array", "items": {"$ref": "#/$defs/Line"}, "minItems": 1}
    return {
        "title": given["title"],
        "description": given["description"],
        "anyOf": [_NUMBER, _PAIR, lines, {"$ref": "#/$defs/Line"}],
    }


def _line(given: dict[str, Any]) -> dict[str, Any]:
    selectors = {word: value for word, value in given["properties"].items() if word not in ("low", "high")}
    return {**given, "properties": {"is": {"anyOf": [_NUMBER, _PAIR]}, **selectors}, "required": ["is"]}


def _models(model: type[BaseModel], seen: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """A model and all models inside it, by name."""
    if model.__name__ not in seen:
        seen[model.__name__] = model
        for field in model.model_fields.values():
            inner = model_of(field.annotation)
            if inner is not None:
                _models(inner, seen)
    return seen


def _single_words(model: type[BaseModel]) -> list[str]:
    """The words for which ``"a"`` stands for ``["a"]``."""
    names: set[str] = set()
    for validator in model.__pydantic_decorators__.field_validators.values():
        if getattr(validator.func, "__func__", validator.func) is one_or_many:
            names.update(validator.info.fields)
    fields = fields_by_word(model)
    return [word for word, field in fields.items() if field in [model.model_fields[name] for name in names]]
