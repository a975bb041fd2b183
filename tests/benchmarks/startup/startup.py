"""How long the programs take to start: first paint of the window, and `autoglm env` before and after its facts are known.

    python3 startup.py build/release/bin [TIMES]

Each start has settings, caches and history of its own, as on a machine where the program was never run. The window says
itself when it has painted (time since exec); it needs a display (`xvfb-run -s '-screen 0 1280x800x24' python3 ...`).
"""
import glob
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time


def environment(state):
    places = {name: os.path.join(state, name.lower()) for name in
              ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HF_HOME",
               "MODELSCOPE_CACHE")}
    for place in places.values():
        os.mkdir(place, 0o700)
    return {**os.environ, "LC_ALL": "C.UTF-8", **places}


def painted(folder, env, state):
    """Milliseconds from exec to the first picture, as the log says."""
    window = subprocess.Popen([os.path.join(folder, "autoglm-workbench")], env=env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    try:
        while window.poll() is None:
            for log in glob.glob(os.path.join(state, "**", "workbench.log"), recursive=True):
                with open(log, encoding="utf-8") as lines:
                    found = re.search(r"window painted (\d+) ms after the start", lines.read())
                if found:
                    return float(found[1])
            time.sleep(0.1)
    finally:
        window.terminate()
        window.wait(timeout=30)
    sys.exit("the window ended before it was painted; is there a display?")


def env_command(folder, env):
    begin = time.perf_counter()
    subprocess.run([os.path.join(folder, "autoglm"), "env"], env=env, stdout=subprocess.DEVNULL, check=False)
    return 1000 * (time.perf_counter() - begin)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = os.path.abspath(sys.argv[1])
    rows = {"window painted": [], "autoglm env, first": [], "autoglm env, again": []}
    for _ in range(int(sys.argv[2]) if len(sys.argv) == 3 else 7):
        with tempfile.TemporaryDirectory() as state:
            env = environment(state)
            rows["window painted"].append(painted(folder, env, state))
        with tempfile.TemporaryDirectory() as state:
            env = environment(state)
            rows["autoglm env, first"].append(env_command(folder, env))
            rows["autoglm env, again"].append(env_command(folder, env))
    print("| what | median (lowest to highest), ms |\n|---|---:|")
    for name, values in rows.items():
        print(f"| {name} | {statistics.median(values):.0f} ({min(values):.0f} to {max(values):.0f}) |")


if __name__ == "__main__":
    main()
