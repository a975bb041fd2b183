#!/usr/bin/env python3
"""Writes sampling_reference.h: probabilities after transformers' own logits processors, for the logits of tst_sampling.cpp.

Needs torch and transformers 5; the processors are the ones GenerationMixin assembles, in its order.
Usage: make_sampling_reference.py OUT.h
"""
import math
import sys

import torch
import transformers
from transformers import GenerationConfig, GlmConfig, GlmForCausalLM

VOCAB = 40
HISTORY = [3, 3, 17, 0, 39, 25]
# temperature, top-k, top-p, min-p, repetition penalty
CASES = [
    (1.0, 0, 1.0, 0.0, 1.0),
    (0.7, 0, 1.0, 0.0, 1.0),
    (1.0, 5, 1.0, 0.0, 1.0),
    (1.0, 0, 0.9, 0.0, 1.0),
    (1.5, 0, 0.5, 0.0, 1.0),
    (1.0, 0, 1.0, 0.1, 1.0),
    (1.0, 0, 1.0, 0.0, 1.3),
    (0.8, 12, 0.85, 0.05, 1.1),
    (2.5, 30, 0.95, 0.2, 0.8),
    (1.0, 100, 0.01, 0.0, 1.0),
    (1.0, 0, 0.67, 0.0, 1.0),
    (1.0, 7, 1.0, 0.0, 1.0),
]


def logits():
    """Neighbours 8 and 9, and 20 to 22, are equal: ties at the edges of top-k and top-p."""
    values = [4.0 * math.sin(1.7 * i + 0.3) + 0.25 * (i % 7) for i in range(VOCAB)]
    values[9] = values[8]
    values[21] = values[22] = values[20]
    return torch.tensor([values], dtype=torch.float64).to(torch.float32)


def probabilities(model, case):
    temperature, top_k, top_p, min_p, penalty = case
    config = GenerationConfig(do_sample=True, temperature=temperature, top_k=top_k, top_p=top_p,
                              min_p=min_p if min_p > 0 else None, repetition_penalty=penalty)
    config.num_beams = 1
    processors = model._get_logits_processor(config, input_ids_seq_length=len(HISTORY), device="cpu")
    scores = processors(torch.tensor([HISTORY]), logits())
    return [type(p).__name__ for p in processors], torch.softmax(scores, dim=-1)[0].tolist()


def main():
    config = GlmConfig(vocab_size=VOCAB, hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
                       num_key_value_heads=1, head_dim=8, pad_token_id=0, eos_token_id=[1])
    model = GlmForCausalLM(config)
    lines = [f"// Written by make_sampling_reference.py with transformers {transformers.__version__}, torch {torch.__version__}.",
             "#pragma once", "", "#include <array>", "",
             "struct SamplingReference {", "    double temperature;", "    int topK;", "    double topP;", "    double minP;",
             "    double repetitionPenalty;", f"    std::array<float, {VOCAB}> probabilities;", "};", "",
             "// clang-format off", f"inline constexpr std::array<SamplingReference, {len(CASES)}> samplingReferences = {{{{"]
    for case in CASES:
        names, row = probabilities(model, case)
        print(case, names, file=sys.stderr)
        numbers = [f"{value:.9g}F" if ("." in f"{value:.9g}" or "e" in f"{value:.9g}") else f"{value:.1f}F" for value in row]
        lines.append(f"    // {', '.join(names) or 'no processor'}")
        lines.append(f"    {{{', '.join(str(x) for x in case)}, {{")
        for start in range(0, VOCAB, 8):
            lines.append("        " + ", ".join(numbers[start:start + 8]) + ",")
        lines.append("    }},")
    lines += ["}};", "// clang-format on"]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


main()
