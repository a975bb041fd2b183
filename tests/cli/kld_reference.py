#!/usr/bin/env python3
"""kld_reference.py IDS.json A.json B.json: mean KLD(A || B) in nats over the positions that a comparison scores.

The independent computation of tst_cli_compare's kldIsTheOneOfTheLogits. A.json and B.json are what these print:
  autoglm logits demo --ids IDS --precision fp32 --json
  autoglm logits demo --ids IDS --precision int8 --activations fp32 --json
IDS is `autoglm tokenize demo --text TEXT --no-special --json` whose first ids are replaced by those of an empty text
(`autoglm tokenize demo --text "" --json`). A text shorter than 512 tokens is one window; its first 16 positions are not scored.
"""
import json
import sys

import numpy as np


def log_softmax(x):
    x = x - x.max(axis=1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=1, keepdims=True))


ids = json.load(open(sys.argv[1]))
p, q = (log_softmax(np.array(json.load(open(name))["logits"], dtype=np.float64))[16:len(ids) - 1] for name in sys.argv[2:4])
kld = (np.exp(p) * (p - q)).sum(axis=1)
print(f"{len(kld)} positions, mean KLD {kld.mean():.12g}, max {kld.max():.12g}")
