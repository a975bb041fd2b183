"""Decode and prefill speed of Hugging Face transformers on the first GPU, with the columns of decode_benchmark.

    python3 transformers_decode.py FOLDER SECONDS      FOLDER: config.json and weights; nothing is begun after SECONDS

Needs the packages torch (with CUDA) and transformers; says which is missing otherwise. Eager, batch 1, greedy, in FP16 and BF16:
prefill of 512 tokens, then 128 decoded behind them, five times after one that is not counted; medians.
"""
import statistics
import sys
import time

PROMPT, DECODE, REPETITIONS = 512, 128, 5


def missing():
    try:
        import torch
        import transformers  # noqa: F401
    except ImportError as error:
        return f"python3 has no {error.name}"
    return "" if torch.cuda.is_available() else "torch finds no CUDA device"


def once(model, ids):
    import torch

    torch.cuda.synchronize()
    begin = time.perf_counter()
    out = model(ids, use_cache=True, logits_to_keep=1)
    torch.cuda.synchronize()
    middle = time.perf_counter()
    for _ in range(DECODE):
        token = out.logits[:, -1].argmax(-1, keepdim=True)
        out = model(token, past_key_values=out.past_key_values, use_cache=True)
    torch.cuda.synchronize()
    return PROMPT / (middle - begin), DECODE / (time.perf_counter() - middle)


def measure(folder, dtype, end):
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).to("cuda").eval()
    ids = torch.arange(PROMPT, device="cuda").unsqueeze(0) * 7919 % model.config.vocab_size
    samples = []
    with torch.inference_mode():
        once(model, ids)
        while len(samples) < REPETITIONS and (not samples or time.monotonic() < end):
            samples.append(once(model, ids))
    del model
    torch.cuda.empty_cache()
    return [statistics.median(values) for values in zip(*samples)]


def main():
    folder, end = sys.argv[1], time.monotonic() + float(sys.argv[2])
    reason = missing()
    if reason:
        print(f"\nNot beside transformers: {reason}.")
        return
    import torch
    import transformers

    print(f"\ntransformers {transformers.__version__} with torch {torch.__version__}, the same weights\n")
    print(f"| precision | pp{PROMPT} t/s | tg{DECODE} @ d{PROMPT} t/s |\n|---|---:|---:|")
    for name, dtype in (("FP16", torch.float16), ("BF16", torch.bfloat16)):
        if time.monotonic() > end:
            print(f"| {name} | not measured: the time was up | |")
            continue
        try:
            prefill, decode = measure(folder, dtype, end)
            print(f"| {name} | {prefill:.0f} | {decode:.1f} |", flush=True)
        except Exception as error:  # what transformers cannot load or run is an answer too
            print(f"| {name} | {str(error).splitlines()[0]} | |")


main()
