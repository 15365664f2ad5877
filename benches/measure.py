"""What the benchmark drivers share: a private environment, fresh processes, RESULTS.md."""

import hashlib
import json
import os
import pathlib
import platform
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
WORK = ROOT / ".bench"
RESULTS = ROOT / "benches" / "RESULTS.md"
NUMBERS = WORK / "results.json"


def python():
    """The interpreter of the private environment, made when it is missing or out of date."""
    wanted = (ROOT / "benches" / "requirements.txt").read_text(encoding="utf-8")
    venv, stamp = WORK / "venv", WORK / "venv" / "requirements.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "--quiet", "--requirement",
            ROOT / "benches" / "requirements.txt"], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return str(venv / "bin" / "python")


def command(binary):
    """`shouwang bench`, as the words of a command."""
    return shlex.split(binary)


def fingerprint(*paths):
    """Changes when one of the files, or a file below one of the folders, does."""
    digest = hashlib.sha256()
    for path in map(pathlib.Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def run(words, output=None):
    """Runs a fresh process. Gives wall and CPU seconds, peak memory in MB, the load average
    when it began, and what it printed."""
    load = os.getloadavg()[0]
    began = time.monotonic()
    child = subprocess.Popen([str(it) for it in words], stdout=subprocess.PIPE, cwd=ROOT)
    printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"ended with {child.returncode}: {' '.join(map(str, words))}")
    if output:
        pathlib.Path(output).write_bytes(printed)
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024,
        "load": load, "printed": printed.decode("utf-8", "replace")}


def generate(bench, size, lake):
    """Makes the lake of a size when it is missing or was made otherwise; `bench` is the program and its words."""
    stamp = lake / "generated.txt"
    wanted = fingerprint(ROOT / "crates/synth/src/population", ROOT / "crates/synth/src/random.rs", ROOT / "feeds/tables.toml",
        ROOT / "crates/lake/src/layout.rs")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(lake, ignore_errors=True)
    print(f"generating {size} …", flush=True)
    made = run([*bench, "generate", size, lake])
    stamp.write_text(wanted)
    print(f"generated in {made['wall']:.0f} s, {made['cpu']:.0f} CPU-s", flush=True)


def median(runs, key):
    return statistics.median(it[key] for it in runs)


def spread(runs, key, digits):
    """Median, and the whole range in brackets when there are several."""
    values = [it[key] for it in runs]
    text = f"{statistics.median(values):.{digits}f}"
    if len(values) > 1:
        text += f" ({min(values):.{digits}f}–{max(values):.{digits}f})"
    return text


def waits(rows, levels):
    """A table of how long questions took at each level, in ms; what is only beside us is not bold."""
    lines = ["| p50 / p95 in ms | " + " | ".join(levels) + " |", "|---|" + "---|" * len(levels)]
    for what in dict.fromkeys(it["what"] for it in rows):
        by_level = {it["level"]: it for it in rows if it["what"] == what}
        cells = [f"{by_level[level]['p50']:.1f} / {by_level[level]['p95']:.1f}" for level in levels]
        lines.append(f"| {what if what.startswith('prefix') else '**' + what + '**'} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def machine():
    info = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.*)", info)
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text(encoding="utf-8"))
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return (f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, "
        f"{int(memory.group(1)) / 2**20:.0f} GB, Linux {platform.release()}, {rustc}, Python {platform.python_version()}")


def numbers(section, name, value):
    """Keeps the figures of one table beside the others; gives all of the section."""
    kept = json.loads(NUMBERS.read_text(encoding="utf-8")) if NUMBERS.exists() else {}
    kept.setdefault(section, {})[name] = value
    NUMBERS.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    return kept[section]


def write_block(name, text):
    """Puts a block of RESULTS.md in its place and leaves everything else as it is."""
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Benchmark results\n"
    block = f"<!-- {name} -->\n{text.strip()}\n<!-- end of {name} -->"
    found = re.compile(f"<!-- {re.escape(name)} -->.*?<!-- end of {re.escape(name)} -->", re.S)
    new = found.sub(lambda _: block, old) if found.search(old) else f"{old.rstrip()}\n\n{block}\n"
    RESULTS.write_text(new, encoding="utf-8")
