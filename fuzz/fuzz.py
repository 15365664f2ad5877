"""Random requests against everything the service offers, as several roles.

    fuzz.py --binary target/debug/shouwang --folder target/fuzz [--examples 25] [--role county_officer]

Makes an invented county in an empty folder, starts the service on a free port of this machine, and
runs schemathesis for each role with a session of its own. Fails when an answer has a status, a
content type or a form that openapi.json does not announce, or is a 5xx.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys

import requests

import county

PASSWORD = "Shan1gao-shui"
MONTH = "2023-10"

# Login, role, region, department.
PEOPLE = [
    ("an.li", "county_officer", "532327", None),
    ("bo.yi", "township_officer", "532327101", None),
    ("wen.san", "village_worker", "532327101001", None),
    ("aud.wu", "auditor", "532327", None),
    ("dep.liu", "department_officer", "532327", "医保局"),
    ("cheng.jiu", "county_approver", "532327", None),
    ("ping.shi", "assessor", "532327", None),
    # The last: accounts that it comes upon get other passwords.
    ("sec.si", "security_admin", "532327", None),
]

# What is left out, and why.
EXCLUDED = {
    "sign_out": "it would end the session of the run",
    "change_password": "a wrong present password counts like a failed sign-in, and locks the account of the run",
    "follow_job": "a stream of events that ends with its job; its answer is no single document",
}

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


class Office:
    """A home folder and the program."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def words(self, *words):
        return [self.binary, "--home", str(self.folder / "home"), *words]

    def run(self, *words):
        done = subprocess.run(self.words(*words, "--format", "json"), stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)

    def prepare(self):
        """Register, clues, cases and accounts; gives first passwords by login."""
        county.write(self.folder / "files")
        self.run("import", str(self.folder / "files"), "--region", "532327", "--month", MONTH, "--yes")
        self.run("screen", "--region", "532327", "--month", MONTH)
        # The other township's clues wait for somebody to dispatch them.
        done = self.run("cases", "dispatch", "--region", "532327101", "--month", MONTH)
        if not done["opened"]:
            sys.exit(f"no cases were opened: {done}")
        first = {}
        # Whoever manages accounts tries things on one that nobody uses.
        for login, role, region, department in [*PEOPLE, ("spare.qi", "village_worker", "532327102201", None)]:
            words = ["accounts", "create", "--login", login, "--name", "甲", "--role", role, "--region", region]
            made = self.run(*words, *(["--department", department] if department else []))
            first[login] = made
        return first

    def serve(self):
        server = subprocess.Popen(self.words("serve", "--plain-http", "--listen", "127.0.0.1:0"),
            stdout=subprocess.PIPE, text=True)
        line = server.stdout.readline()
        return server, next(word for word in line.split() if word.startswith("http://"))


def signed_in(address, login, password, new=None):
    """The cookie of a session; `new` takes the place of a first password."""
    session = requests.Session()
    steps = [("session", {"login": login, "password": password})]
    if new:
        steps.append(("session/password", {"current": password, "new": new}))
    for path, body in steps:
        answer = session.post(f"{address}/api/v1/{path}", json=body, timeout=60)
        answer.raise_for_status()
    return "; ".join(f"{it.name}={it.value}" for it in session.cookies)


def known(address, cookies, accounts):
    """Some of everything that exists, by the name it has in addresses."""
    def asked(role, method, path, **more):
        answer = requests.request(method, f"{address}/api/v1/{path}", headers={"Cookie": cookies[role]}, timeout=60, **more)
        if not answer.ok:
            sys.exit(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json()

    cases = asked("county_officer", "GET", "cases?stage=dispatched&limit=200")["items"]
    households = [it["household"] for it in cases]
    people = [it["person"] for id in households[:5] for it in asked("county_officer", "GET", f"households/{id}")["members"]]
    clues = asked("county_officer", "GET", f"clues?month={MONTH}")["items"]
    appeal = {"channel": "village_window", "name": county.name(0), "region": "532327101001", "text": "住院花了很多钱",
        "received_on": "2023-11-01", "phone": "13900000000"}
    appeals = []
    for channel in ["hands_up", "village_window", "hotline_12317", "12317", "12345"]:
        answer = requests.post(f"{address}/api/v1/appeals", json={**appeal, "channel": channel},
            headers={"Cookie": cookies["township_officer"]}, timeout=60)
        appeals += [answer.json()["appeal"]] if answer.ok else []
    job = asked("county_officer", "POST", "jobs", json={"kind": "screen", "region": "532327", "month": MONTH})
    last_day = datetime.date.today() + datetime.timedelta(days=30)
    token = asked("department_officer", "POST", "tokens", json={"name": "对接", "last_day": last_day.isoformat()})
    return {
        **figures(asked),
        "address": address, "case": [it["case"] for it in cases], "household": households, "person": people,
        "clue": [it["clue"] for it in clues], "appeal": appeals, "job": [job["job"]],
        "account": [accounts["spare.qi"]["account"]], "token": [token["token"]["token"]],
        "region": ["53", "532327", "532327101", "532327101001", "532327102", "532328"], "month": [MONTH, "2023-11"],
        "code": ["53", "532327", "532327101"], "village": ["532327101001", "532327102201"],
    }


def figures(asked):
    """Accounts of income, values of indicators, a round of assessment, an event and what was printed."""
    officer, where = "county_officer", {"region": "532327"}
    asked(officer, "POST", "income/fill", json={**where, "period": "2023"})
    asked(officer, "POST", "indicators/compute", json={**where, "month": MONTH})
    order = {**where, "year": 2023, "month": MONTH, "scheme": "county", "seed": "20231031"}
    opened = asked(officer, "POST", "assessments", json=order)["round"]
    for step in ["sample", "evidence"]:
        version = asked(officer, "GET", f"assessments/{opened}")["version"]
        asked(officer, "POST", f"assessments/{opened}/{step}", json={"version": version})
    seen = asked(officer, "GET", f"assessments/{opened}")
    given = {"version": seen["version"], "assessor": "ping.shi"}
    asked(officer, "POST", f"assessments/{opened}/assignments", json=given)
    event = {"type": "meteorological", "happened_on": "2023-10-20", "source": "县应急局",
        "areas": [{"region": "532327101"}]}
    event = asked(officer, "POST", "events", json=event)["event"]
    version = asked(officer, "GET", f"events/{event}")["version"]
    asked(officer, "POST", f"events/{event}/campaign", json={"version": version, "month": MONTH})
    printed = asked(officer, "POST", "reports/monthly_dispatch/prints", json={**where, "period": MONTH})
    indicators = [it["indicator"] for it in asked(officer, "GET", "indicators")]
    request = {**where, "period": MONTH, "indicators": indicators[:1], "asker": "县统计局", "purpose": "年报",
        "asked_on": "2023-11-01"}
    request = asked(officer, "POST", "number-requests", json=request)["recorded"]["request"]
    targets = asked(officer, "GET", f"targets?region=532327&month={MONTH}")["targets"]
    return {
        "round": [opened], "item": [it["item"] for part in seen["table"]["parts"] for it in part["items"]], "event": [event],
        "print": [printed["print"]], "indicator": indicators, "request": [request], "period": ["2023", MONTH],
        "target": [it["target"] for it in targets], "report": ["monthly_dispatch", "monthly_bulletin"],
        "ledger": ["projects", "task_items", "dropout_duties"], "scheme": ["county"],
    }


def fuzz(role, address, cookie, options, known_file):
    """Runs schemathesis as one role; gives whether it found nothing."""
    print(f"\n=== {role}", flush=True)
    excluded = [word for id in EXCLUDED for word in ("--exclude-operation-id", id)]
    words = [str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", f"{address}/api/v1/openapi.json",
        "--header", f"Cookie: {cookie}", "--checks", CHECKS, "--phases", "examples,coverage,fuzzing",
        "--max-examples", str(options.examples), "--seed", str(options.seed), "--generation-database", "none",
        "--continue-on-failure", "--request-timeout", "60", "--suppress-health-check", "all", "--warnings", "off",
        "--no-color", *excluded]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": str(pathlib.Path(__file__).with_name("hooks.py")),
        "FUZZ_KNOWN": str(known_file), "FUZZ_COOKIE": cookie}
    done = subprocess.run(words, env=environment, check=False)
    still = requests.get(f"{address}/api/v1/session", headers={"Cookie": cookie}, timeout=60)
    if still.status_code != 200:
        print(f"{role}: the session ended during the run: {still.text}")
    return done.returncode == 0 and still.status_code == 200


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--examples", type=int, default=25)
    parser.add_argument("--seed", type=int, default=20231031)
    parser.add_argument("--role")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    office = Office(options.binary, options.folder)
    accounts = office.prepare()
    server, address = office.serve()
    try:
        cookies = {role: signed_in(address, login, accounts[login]["password"], PASSWORD) for login, role, *_ in PEOPLE}
        known_file = options.folder / "known.json"
        known_file.write_text(json.dumps(known(address, cookies, accounts), ensure_ascii=False), encoding="utf-8")
        for id, why in EXCLUDED.items():
            print(f"left out: {id}, because {why}")
        failed = []
        for login, role, *_ in PEOPLE:
            if options.role in (None, role):
                # What an earlier role did may have ended sessions.
                cookie = signed_in(address, login, PASSWORD)
                if not fuzz(role, address, cookie, options, known_file):
                    failed.append(role)
    finally:
        server.kill()
        server.wait()
    # What was done at random is in the chain like everything else.
    if office.run("audit", "verify")["fault"] is not None:
        failed.append("audit verify")
    if failed:
        sys.exit(f"found something: {', '.join(failed)}")
    print("\nnothing found")


if __name__ == "__main__":
    main()
