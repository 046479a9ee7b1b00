# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the JSON of `poolsim sweep emit azure-batch` against the models of PyPI's azure-batch (15.1).

The models take any mapping, so the names of every member are compared with those that the model declares, at all depths,
and the members that the service requires must be there.
"""

import json
import sys

from azure.batch import models


def check(model, body, place):
    # The model knows its members once it has been made.
    built = model(body)
    fields = {field._rest_name: name for name, field in model._attr_to_rest_field.items()}
    for key in body:
        if key not in fields:
            sys.exit(f"{place}: {model.__name__} has no member {key}; it has {', '.join(sorted(fields))}")
    for key, value in body.items():
        read = getattr(built, fields[key])
        if isinstance(value, dict):
            if not hasattr(type(read), "_attr_to_rest_field"):
                sys.exit(f"{place}.{key}: the model does not read an object here")
            check(type(read), value, f"{place}.{key}")
        elif read != value:
            sys.exit(f"{place}.{key}: {value!r} is read as {read!r}")
    required = ["id", "pool_info"] if model is models.BatchJobCreateOptions else []
    required += ["id", "command_line"] if model is models.BatchTaskCreateOptions else []
    for name in required:
        if model._attr_to_rest_field[name]._rest_name not in body:
            sys.exit(f"{place}: {name} is required")


document = json.load(sys.stdin)
assert set(document) == {"job", "tasks"}, sorted(document)
check(models.BatchJobCreateOptions, document["job"], "job")
identifiers = set()
for number, task in enumerate(document["tasks"]):
    check(models.BatchTaskCreateOptions, task, f"tasks[{number}]")
    identifiers.add(task["id"])
assert len(identifiers) == len(document["tasks"]), "two tasks have one id"
# The check itself must be able to fail.
try:
    check(models.BatchTaskCreateOptions, {"id": "a", "commandLin": "b"}, "probe")
    sys.exit("a misspelt member was not noticed")
except SystemExit as refusal:
    if "commandLin" not in str(refusal):
        raise
print(f"a job and {len(identifiers)} tasks as azure-batch has them")
