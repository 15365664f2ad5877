"""Takes half of the random requests deeper: ids that exist, the version of a case as it stands, a
step that may be done. The other half stay as random as they came.

`FUZZ_KNOWN` names a file with what exists, `FUZZ_COOKIE` is the session."""

import json
import os
import random

import requests
import schemathesis

with open(os.environ["FUZZ_KNOWN"], encoding="utf-8") as known_file:
    KNOWN = json.load(known_file)
# Where a record is read whose name in addresses is another than its page's.
PAGES = {"round": "assessments"}
SESSION = requests.Session()
SESSION.headers["Cookie"] = os.environ["FUZZ_COOKIE"]


def replaced(values, dice):
    """The same parameters with what exists in place of what was made up."""
    return {key: dice.choice(KNOWN[key]) if KNOWN.get(key) and isinstance(value, (str, int)) else value
        for key, value in values.items()}


def seen(path):
    """What a record's page says now, if this role may open it."""
    answer = SESSION.get(KNOWN["address"] + path, timeout=60)
    return answer.json() if answer.status_code == 200 else {}


@schemathesis.hook
def before_call(context, case, kwargs):
    dice = random.Random(repr((case.method, case.path, case.path_parameters, case.query, case.body)))
    if dice.random() < 0.5:
        return
    if case.path_parameters:
        case.path_parameters = replaced(case.path_parameters, dice)
    if case.query:
        case.query = replaced(case.query, dice)
    if not isinstance(case.body, dict):
        return
    body = replaced(case.body, dice)
    if "version" in body and case.path_parameters:
        kind = next(iter(case.path_parameters))
        record = seen(f"/api/v1/{PAGES.get(kind, f'{kind}s')}/{case.path_parameters[kind]}")
        body["version"] = record.get("version", body["version"])
        if isinstance(body.get("action"), dict):
            body.pop("on", None)
            steps = [it["step"] for it in record.get("steps", []) if isinstance(it, dict) and "step" in it]
            if "step" in body["action"] and steps:
                body["action"] = {**body["action"], "step": dice.choice(steps)}
    case.body = body
