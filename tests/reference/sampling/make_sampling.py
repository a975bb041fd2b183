#!/usr/bin/env python3
"""Writes probabilities after transformers' own logits processors, in the order that GenerationMixin gives them.

Usage: make_sampling.py OUT.json
"""
import json
import math
import sys

import torch
import transformers
from transformers import GenerationConfig, GlmConfig, GlmForCausalLM

# temperature, top-k, top-p, min-p, repetition penalty
CASES = [
    (1.0, 0, 1.0, 0.0, 1.0), (0.7, 0, 1.0, 0.0, 1.0), (1.0, 5, 1.0, 0.0, 1.0), (1.0, 0, 0.9, 0.0, 1.0),
    (1.5, 0, 0.5, 0.0, 1.0), (1.0, 0, 1.0, 0.1, 1.0), (1.0, 0, 1.0, 0.0, 1.3), (0.8, 12, 0.85, 0.05, 1.1),
    (2.5, 30, 0.95, 0.2, 0.8), (1.0, 100, 0.01, 0.0, 1.0), (1.0, 0, 0.67, 0.0, 1.0), (1.0, 7, 1.0, 0.0, 1.0),
    (1.0, 1, 1.0, 0.0, 1.0), (0.01, 0, 1.0, 0.0, 1.0), (100.0, 0, 1.0, 0.0, 1.0), (1.0, 0, 1e-6, 0.0, 1.0),
    (1.0, 0, 0.999999, 0.0, 1.0), (0.5, 0, 1.0, 1.0, 1.0), (3.0, 0, 1.0, 0.5, 1.0), (1.0, 0, 1.0, 1e-4, 1.0),
    (1.0, 0, 1.0, 0.0, 100.0), (1.0, 0, 1.0, 0.0, 0.01), (0.3, 3, 0.4, 0.3, 1.5), (1.7, 64, 0.99, 0.01, 1.05),
]


def wave(count):
    """Neighbours are equal here and there: ties at the edges of top-k and top-p."""
    values = [4.0 * math.sin(1.7 * i + 0.3) + 0.25 * (i % 7) for i in range(count)]
    for i in range(8, count - 1, 12):
        values[i + 1] = values[i]
    return values


# name, logits, history
VOCABULARIES = [
    ("forty", wave(40), [3, 3, 17, 0, 39, 25]),
    ("two", [0.5, -0.25], [0]),
    ("one", [3.0], [0, 0]),
    ("thousand", wave(1000), [1, 1, 1, 2, 999, 500, 500]),
    ("negative", [-50.0 - 0.37 * i for i in range(64)], [0, 5, 63]),
    ("extreme", [1e4, 9.9e3, -1e4, 3e4, 3e4 - 1.0, 0.0, -3e38, 65504.0 - 65504.0], [3, 2]),
    ("steep", [20.0 - 2.5 * i for i in range(32)], [0, 1, 0, 1, 31]),
    ("removed", [1.0, -math.inf, 2.0, 0.5, -math.inf, 1.5, -1.0, 0.25], [2, 1]),
    ("equal", [1.25] * 16, [4]),
    ("steps", [float(3 - i // 12) for i in range(48)], [0, 13, 25]),
]


def probabilities(model, case, logits, history):
    temperature, top_k, top_p, min_p, penalty = case
    config = GenerationConfig(do_sample=True, temperature=temperature, top_k=top_k, top_p=top_p,
                              min_p=min_p if min_p > 0 else None, repetition_penalty=penalty)
    config.num_beams = 1
    processors = model._get_logits_processor(config, input_ids_seq_length=len(history), device="cpu")
    scores = processors(torch.tensor([history]), torch.tensor([logits], dtype=torch.float32))
    return [type(p).__name__ for p in processors], torch.softmax(scores, dim=-1)[0].tolist()


def open_groups(case, logits, history, row):
    """Equal scores of which some were kept and not others: how many is determined, which ones is not (torch.sort is not stable)."""
    groups = {}
    for i, value in enumerate(logits):
        groups.setdefault((value, case[4] != 1 and i in history), []).append(i)
    return [ids for ids in groups.values() if 0 < sum(row[i] > 0 for i in ids) < len(ids)]


def main(out):
    config = GlmConfig(vocab_size=40, hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
                       num_key_value_heads=1, head_dim=8, pad_token_id=0, eos_token_id=[1])
    model = GlmForCausalLM(config)
    vocabularies, rows = {}, []
    for name, logits, history in VOCABULARIES:
        logits = torch.tensor(logits, dtype=torch.float32).tolist()
        vocabularies[name] = {"logits": [None if math.isinf(x) else x for x in logits], "history": history}
        for case in CASES:
            names, row = probabilities(model, case, logits, history)
            if any(math.isnan(p) for p in row):
                continue
            rows.append({"vocabulary": name, "case": case, "processors": names,
                         "kept": [[i, p] for i, p in enumerate(row) if p > 0], "open": open_groups(case, logits, history, row)})
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"transformers": transformers.__version__, "torch": torch.__version__, "vocabularies": vocabularies, "rows": rows}, file)
        file.write("\n")
    print(len(rows), "rows of", len(CASES) * len(VOCABULARIES))


main(sys.argv[1])
