"""Operations and mixes as functions, made of what they say of themselves."""
from __future__ import annotations

from typing import Any, Callable, Dict, List

from variegate._core import did_you_mean, fail
from variegate.policy import Policy
from variegate.steps import document_policy
from variegate.values import value_json


def functions(module: str, descriptions: List[dict], make: Callable[..., Policy]) -> Dict[str, Callable[..., Policy]]:
    """A function for each description, by its name."""
    found: Dict[str, Callable[..., Policy]] = {}
    for description in descriptions:
        found.setdefault(description["name"], _function(module, description, make))
    return found


def missing(module: str, name: str, known: Dict[str, Any]) -> AttributeError:
    """What `module.name` raises when there is no such thing."""
    return AttributeError(f"variegate.{module}.{name}: no such {'operation' if module == 'op' else 'mix of samples'}"
                          f"{did_you_mean(name, list(known))}; dir(variegate.{module}) lists them")


def _function(module: str, description: dict, make: Callable[..., Policy]) -> Callable[..., Policy]:
    def function(*values: Any, **arguments: Any) -> Policy:
        if values:
            fail(f"{module}.{description['name']}", "parameters are given by name", ", ".join(map(repr, values)),
                 signature_text(description))
        return make(description, **arguments)

    function.__name__ = function.__qualname__ = description["name"]
    function.__module__ = f"variegate.{module}"
    function.__doc__ = doc_text(description)
    return function


def operation_policy(description: dict, p: float = 1.0, field: Any = None, **arguments: Any) -> Policy:
    field = description["kind"] if field is None else field
    where = "op." + description["name"]
    return document_policy(where, {"fields": {field: description["kind"]}, "policy": call_json(where, description, p, field,
                                                                                             arguments)})


def mix_policy(description: dict, p: float = 1.0, field: str = "image", **arguments: Any) -> Policy:
    where = "mix." + description["name"]
    return document_policy(where, {"fields": {field: "image"}, "policy": {"sequence": []},
                                   "batch": [call_json(where, description, p, field, arguments)]})


def call_json(where: str, description: dict, p: float, field: str, arguments: Dict[str, Any]) -> dict:
    """A call as a policy file has it. Names are checked here, where the order of parameters is settled, too: the same
    arguments in another order are the same policy."""
    names = [parameter["name"] for parameter in description["parameters"]]
    for name in arguments:
        if name not in names:
            fail(where, f"no such parameter: {name}{did_you_mean(name, names + ['p', 'field'])}", "",
                 signature_text(description))
    call: Dict[str, Any] = {"call": description["name"], "probability": value_json(p, where + ": p")}
    if arguments:
        call["with"] = {name: value_json(arguments[name], f"{where}: {name}") for name in names if name in arguments}
    if field != "image":
        call["field"] = field
    return call


def signature_text(description: dict) -> str:
    """`rotate(degrees=0, fill=0, ..., p=1)`."""
    given = [f"{parameter['name']}={_fallback(parameter)!r}" for parameter in description["parameters"]]
    return f"{description['name']}({', '.join([*given, 'p=1'])})"


def doc_text(description: dict) -> str:
    """The docstring of an operation."""
    lines = [description["summary"][0].upper() + description["summary"][1:] + ".", "", "Parameters", "----------"]
    for parameter in description["parameters"]:
        lines += [parameter["name"], f"    {parameter['summary'] or parameter['name']}; {_range(parameter)}; "
                                     f"{_fallback(parameter)!r} when not given."]
    lines += ["p", "    Probability that it is applied to a sample, 0 .. 1.", "field",
              f"    Name of the field that it changes, of kind {description['kind']}.", "", "Source: " + description["source"]]
    return "\n".join(lines)


def _fallback(parameter: dict) -> Any:
    value = parameter["fallback"]
    if parameter["choices"]:
        return parameter["choices"][int(value)]
    return int(value) if value == int(value) else value


def _range(parameter: dict) -> str:
    if parameter["choices"]:
        return ", ".join(map(repr, parameter["choices"]))
    unit = " " + parameter["unit"] if parameter["unit"] else ""
    return f"{parameter['low']:g} .. {parameter['high']:g}{unit}{', whole' if parameter['integer'] else ''}"
