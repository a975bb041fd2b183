"""Decode and prefill speed of autoglm beside llama.cpp and transformers, interleaved, on the same weights.

    python3 peers.py compare --autoglm build/release/bin/autoglm --model FOLDER --gguf FILE --quantized FOLDER
    python3 peers.py transformers FOLDER bf16 128 32 2        (what `compare` runs for one figure)

`--model` is a Hugging Face folder, `--gguf` the same weights in BF16 as GGUF; Q8_0 and Q4_0 are made of it once, in the
folder `--quantized`. A round runs every program once, the next one in the opposite order; the table gives medians over
rounds, their spread, and the ratio of medians. `--only` names the programs that run, as the table does; with
`--prompt 0` prefill is left out, and `--depth` puts tokens into the cache before the clock starts. Programs that live elsewhere are given as command prefixes, for example
--llama-bench 'chroot /srv/peers llama-bench' with --peer-model and --peer-quantized for the paths they see.
README.md says which packages are needed.
"""
import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import time

OURS = ["bf16", "fp16", "fp32", "int8", "int8-dynamic", "int4"]
LLAMA = ["BF16", "Q8_0", "Q4_0"]
TRANSFORMERS = ["bf16", "fp32"]
# Ours, theirs: what a user would choose between.
RATIOS = [("autoglm bf16", "llama.cpp BF16"), ("autoglm fp16", "llama.cpp BF16"), ("autoglm int8", "llama.cpp Q8_0"),
          ("autoglm int8-dynamic", "llama.cpp Q8_0"), ("autoglm int4", "llama.cpp Q4_0"),
          ("autoglm int8", "llama.cpp BF16"), ("autoglm bf16", "transformers bf16"),
          ("autoglm fp32", "transformers fp32")]


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(command)}: exit status {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def llama_items(text):
    """Speeds in the JSON that llama-bench writes, and autoglm in its form: (prefill or None, decode) in tokens per second."""
    speeds = {}
    for item in json.loads(text):
        speeds["pp" if item["n_gen"] == 0 else "tg"] = item["avg_ts"]
    return speeds.get("pp"), speeds["tg"]


def work(options):
    return ["-p", str(options.prompt), "-n", str(options.generate), "-r", "1"]


def ours(options, precision):
    return llama_items(run(shlex.split(options.autoglm) +
                           ["bench", options.model, "--precision", precision, *work(options), "--depth",
                            str(options.depth), "--threads", str(options.threads), "-o", "llama-bench"]))


def llama(options, kind):
    return llama_items(run(shlex.split(options.llama_bench) +
                           ["-m", quantized_path(options, kind, True), *work(options), "-d", str(options.depth), "-t",
                            str(options.threads), "-o", "json"]))


def transformers(options, kind):
    out = run(shlex.split(options.transformers) +
              ["transformers", options.peer_model or options.model, kind, str(options.prompt), str(options.generate),
               str(options.threads)])
    speeds = json.loads(out.strip().splitlines()[-1])
    return speeds["pp"], speeds["tg"]


def quantized_path(options, kind, for_peer):
    if kind == "BF16":
        return options.peer_gguf or options.gguf if for_peer else options.gguf
    folder = options.peer_quantized or options.quantized if for_peer else options.quantized
    return os.path.join(folder, f"model-{kind.lower()}.gguf")


def quantize(options):
    os.makedirs(options.quantized, exist_ok=True)
    for kind in LLAMA[1:]:
        if not os.path.exists(quantized_path(options, kind, False)):
            run(shlex.split(options.llama_quantize) + ["--pure", quantized_path(options, "BF16", True),
                                                       quantized_path(options, kind, True), kind])


def spread(values):
    if None in values:
        return "not measured"
    middle = statistics.median(values)
    return f"{middle:.4g} ({min(values):.4g} to {max(values):.4g})"


def compare(options):
    quantize(options)
    tasks = [(f"autoglm {p}", ours, p) for p in OURS] + [(f"llama.cpp {k}", llama, k) for k in LLAMA]
    if options.transformers:
        tasks += [(f"transformers {k}", transformers, k) for k in TRANSFORMERS]
    if options.only:
        tasks = [task for task in tasks if task[0] in options.only]
    results = {name: [] for name, _, _ in tasks}
    for round_number in range(options.rounds):
        for name, measure, kind in tasks if round_number % 2 == 0 else reversed(tasks):
            results[name].append(measure(options, kind))
            print(f"round {round_number + 1}: {name}: {results[name][-1]}", file=sys.stderr)
    print(f"{time.strftime('%Y-%m-%d')}, {options.rounds} rounds, {options.threads} threads, depth {options.depth}; "
          "medians (lowest to highest), tokens/s")
    print(f"| program | prefill of {options.prompt} | decode of {options.generate} |\n|---|---:|---:|")
    for name, values in results.items():
        print(f"| {name} | {spread([v[0] for v in values])} | {spread([v[1] for v in values])} |")
    print("\n| ratio of medians | prefill | decode | decode, round by round |\n|---|---:|---:|---:|")
    for mine, theirs in RATIOS:
        if mine not in results or theirs not in results:
            continue
        cells = []
        for i in (0, 1):
            pairs = [(m[i], t[i]) for m, t in zip(results[mine], results[theirs])]
            cells.append("" if None in pairs[0] else
                         f"{statistics.median(m for m, _ in pairs) / statistics.median(t for _, t in pairs):.2f}")
        print(f"| {mine} / {theirs} | {cells[0]} | {cells[1]} | {spread([m / t for m, t in pairs])} |")


def run_transformers(path, kind, prompt, generate, threads):
    import torch
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(threads)
    model = AutoModelForCausalLM.from_pretrained(path, dtype={"fp32": torch.float32, "bf16": torch.bfloat16}[kind]).eval()
    ids = torch.randint(0, 700, (1, prompt))
    with torch.inference_mode():
        prefill = []
        for _ in range(3):  # the first warms up
            begin = time.perf_counter()
            model(ids, use_cache=True, logits_to_keep=1)
            prefill.append(time.perf_counter() - begin)
        cache, token, steps = None, torch.zeros(1, 1, dtype=torch.long), []
        for _ in range(generate + 1):
            begin = time.perf_counter()
            out = model(token, past_key_values=cache, use_cache=True)
            cache, token = out.past_key_values, out.logits[:, -1].argmax(-1, keepdim=True)
            steps.append(time.perf_counter() - begin)
    print(json.dumps({"pp": prompt / statistics.mean(prefill[1:]), "tg": 1 / statistics.mean(steps[1:])}))


def main():
    if len(sys.argv) == 7 and sys.argv[1] == "transformers":
        return run_transformers(sys.argv[2], sys.argv[3], *map(int, sys.argv[4:]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["compare"])
    parser.add_argument("--autoglm", default="autoglm")
    parser.add_argument("--llama-bench", default="llama-bench")
    parser.add_argument("--llama-quantize", default="llama-quantize")
    parser.add_argument("--transformers", default=f"{sys.executable} {os.path.abspath(__file__)}", help="'': without")
    parser.add_argument("--model", required=True)
    parser.add_argument("--gguf", required=True)
    parser.add_argument("--quantized", required=True)
    parser.add_argument("--peer-model", help="--model as transformers sees it")
    parser.add_argument("--peer-gguf", help="--gguf as llama.cpp sees it")
    parser.add_argument("--peer-quantized", help="--quantized as llama.cpp sees it")
    parser.add_argument("--prompt", type=int, default=128)
    parser.add_argument("--generate", type=int, default=32)
    parser.add_argument("--depth", type=int, default=0, help="not passed on to transformers")
    parser.add_argument("--only", nargs="+", metavar="PROGRAM", help='such as "autoglm bf16" "llama.cpp BF16"')
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    compare(parser.parse_args())


if __name__ == "__main__":
    main()
