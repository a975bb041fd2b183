#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the demo model, measures it and writes it in Hugging Face layout.

    train.py [--out FOLDER] [--steps N]          train; continues from FOLDER/checkpoint.pt where there is one
    train.py --export [--out FOLDER]             write FOLDER/model from the checkpoint, with tasks, text and measurements

The same seed gives the same data, order and starting weights. Needs torch, transformers and tokenizers; no network, no GPU.
"""
import argparse
import hashlib
import json
import math
import os
import random
import re
import shutil
import time

# One thread per process, and one process per core: the thread pools of OpenMP and BLAS would otherwise spin against each other,
# which makes a model this small several times slower.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import GenerationConfig, GlmConfig, GlmForCausalLM, PreTrainedTokenizerFast

import demo_data

SPECIALS = ["<|endoftext|>", "[MASK]", "[gMASK]", "<sop>", "<eop>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>"]
STOPS = ["<|endoftext|>", "<|user|>", "<|observation|>"]
PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
CHAT_TEMPLATE = ("[gMASK]<sop>{% for m in messages %}<|{{ m.role }}|>\n{{ m.content }}{% endfor %}"
                 "{% if add_generation_prompt %}<|assistant|>\n{% endif %}")
CONTEXT = 1024
VOCABULARY = 1280
TEXT_WINDOW = 512


def save_beside(path, write):
    write(path + ".new")
    os.replace(path + ".new", path)


# --- tokenizer

def tokenizer_text(seed):
    """Training text of the tokenizer: every question without its letter strings, so that 'abcd' stays in small pieces."""
    rng = random.Random(seed)
    for category in demo_data.CATEGORIES:
        for _ in range(400):
            item = demo_data.draw(rng, category)
            text = item.prompt
            for word in item.words:
                text = text.replace(word, "")
            yield text + "\n" + ("" if category == "reversing" else item.answer)
    for _ in range(200):
        yield from ("\n".join(turn) for turn in demo_data.follow_up(rng))


def train_tokenizer(seed):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(PATTERN), "isolated", False),
                                               pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(tokenizer_text(seed), trainers.BpeTrainer(vocab_size=VOCABULARY - len(SPECIALS), min_frequency=2, show_progress=False,
                                                                    initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    t.add_special_tokens(SPECIALS)
    t.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(
        single="[gMASK] <sop> $A", pair="[gMASK] <sop> $A $B:1", special_tokens=[(x, t.token_to_id(x)) for x in ("[gMASK]", "<sop>")])])
    return t


def open_tokenizer(args):
    """The tokenizer of this training, made at its start and kept beside the checkpoint."""
    path = os.path.join(args.out, "tokenizer.json")
    if not os.path.exists(path):
        save_beside(path, train_tokenizer(args.seed).save)
    return PreTrainedTokenizerFast(tokenizer_file=path, chat_template=CHAT_TEMPLATE, eos_token="<|endoftext|>", pad_token="<|endoftext|>",
                                   additional_special_tokens=SPECIALS[1:], model_max_length=CONTEXT, clean_up_tokenization_spaces=False)


def build_model(tokenizer):
    ids = tokenizer.convert_tokens_to_ids
    config = GlmConfig(vocab_size=len(tokenizer), hidden_size=192, intermediate_size=384, num_hidden_layers=5, num_attention_heads=6,
                       num_key_value_heads=2, head_dim=32, attention_bias=True, partial_rotary_factor=0.5, rope_theta=10000.0,
                       rms_norm_eps=1e-5, max_position_embeddings=CONTEXT, tie_word_embeddings=False, bos_token_id=None,
                       pad_token_id=ids("<|endoftext|>"), eos_token_id=[ids(x) for x in STOPS])
    config._attn_implementation = "sdpa"
    return GlmForCausalLM(config)


# --- batches

class Batches:
    """The training batches of a step: a function of the seed and the step alone."""

    def __init__(self, tokenizer, seed, tokens):
        self.backend, self.seed, self.tokens = tokenizer.backend_tokenizer, seed, tokens
        token = tokenizer.convert_tokens_to_ids
        self.user, self.assistant, self.end = token("<|user|>"), token("<|assistant|>"), token("<|endoftext|>")
        self.letters = {i: [token(c) for c in piece] for piece, i in tokenizer.get_vocab().items() if re.fullmatch("[a-z]+|[A-Z]+", piece)}

    def encode(self, texts):
        return [e.ids for e in self.backend.encode_batch(texts, add_special_tokens=False)]

    def spell(self, ids):
        """Answers that are one piece of lower or upper case letters, letter by letter: the text is the same and easier to learn."""
        out, start = [], None                                   # start: where the answer in hand begins in out
        for i in ids:
            if start is not None and i in (self.user, self.assistant):
                answer = out[start:]
                if all(a in self.letters for a in answer):
                    out[start:] = [letter for a in answer for letter in self.letters[a]]
                start = None
            out.append(i)
            if i == self.assistant:
                start = len(out) + 1                            # after the line break
        return out

    def answers(self, ids):
        """Weight of each token as a target: 1 inside an answer and for the <|user|> that ends it, else 0."""
        weights, inside = [], -1                                # -1: outside, 0: at the line break after the role
        for i in ids:
            weights.append(1.0 if inside == 1 else 0.0)
            if i == self.assistant:
                inside = 0
            elif i == self.user:
                inside = -1
            elif inside == 0:
                inside = 1
        return weights

    def at(self, step, shares):
        """Pairs of token ids and target weights, [rows, length]."""
        rng, rows, total = random.Random(f"{self.seed}:{step}"), [], 0
        if step % 10 == 9:                                       # plain text, every token a target
            texts = [demo_data.document(rng, 40) for _ in range(3)]
            for ids in self.encode([("[gMASK]<sop>" if rng.random() < 0.5 else "") + t for t in texts]):
                start = 0 if rng.random() < 0.5 else rng.randrange(len(ids) // 4 + 1)
                ids = ids[start:start + TEXT_WINDOW]
                rows.append((ids, [0.2] * len(ids)))
        while total < self.tokens:
            texts = []
            for _ in range(8):
                text = CHAT_TEMPLATE.split("{%")[0]
                for m in demo_data.conversation(rng, shares):
                    text += f"<|{m['role']}|>\n{m['content']}"
                texts.append(text + "<|user|>")
            for ids in map(self.spell, self.encode(texts)):
                rows.append((ids[:TEXT_WINDOW], self.answers(ids)[:TEXT_WINDOW]))
                total += len(rows[-1][0])
        rows.sort(key=lambda r: len(r[0]))
        while rows:                                             # parts of like size, little padding in each
            longest, take = len(rows[-1][0]), 1
            while take < len(rows) and (take + 1) * longest <= 1500 and len(rows[-take - 1][0]) * 1.2 >= longest:
                take += 1
            chosen, rows = rows[-take:], rows[:-take]
            ids, weights = torch.full((take, longest), self.end), torch.zeros(take, longest)
            for i, (a, b) in enumerate(chosen):
                ids[i, :len(a)], weights[i, :len(b)] = torch.tensor(a), torch.tensor(b)
            yield ids, weights


def loss_of(model, ids, weights):
    """Sum over the targets of weight times negative log-likelihood. Padding is on the right, where causal attention never looks."""
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
    weights = weights[:, 1:]
    chosen = weights > 0
    losses = torch.nn.functional.cross_entropy(model.lm_head(hidden[chosen]), ids[:, 1:][chosen], reduction="none")
    return (losses * weights[chosen]).sum()


def split(parts, workers):
    """The parts for each worker, of about equal work; the first also has the optimizer to run and gets a little less."""
    loads, shares = [0.15 * sum(i.numel() for i, _ in parts)] + [0.0] * (workers - 1), [[] for _ in range(workers)]
    for part in sorted(parts, key=lambda p: -p[0].numel()):
        lightest = loads.index(min(loads))
        shares[lightest].append(part)
        loads[lightest] += part[0].numel()
    return shares


def gradients(model, parts, weight):
    """Adds the gradients of these parts to the model and gives their share of the loss."""
    total = 0.0
    for ids, weights in parts:
        loss = loss_of(model, ids, weights) / weight
        loss.backward()
        total += loss.item()
    return total


def target_weight(parts):
    return sum(float(w[:, 1:].sum()) for _, w in parts)


def helper(rank, workers, model, grads, pipe, batches, parent):
    """Another process: its share of every step's gradients, into shared memory, until the trainer is gone."""
    while True:
        while not pipe.poll(5):
            if os.getppid() != parent:
                return
        if (order := pipe.recv()) is None:
            return
        parts = list(batches.at(*order))
        loss = gradients(model, split(parts, workers)[rank], target_weight(parts))
        with torch.no_grad():
            for into, p in zip(grads, model.parameters()):
                into.zero_() if p.grad is None else into.copy_(p.grad)
        model.zero_grad(set_to_none=True)
        pipe.send(loss)


# --- optimizer

class Muon(torch.optim.Optimizer):
    """Momentum whose step is made orthogonal by five Newton-Schulz iterations, for the matrices inside the layers."""

    def __init__(self, params, lr, momentum=0.95, weight_decay=0.01):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                momentum = state.setdefault("momentum", torch.zeros_like(p))
                momentum.lerp_(p.grad, 1 - group["momentum"])
                x = p.grad.lerp(momentum, group["momentum"])
                wide = x.shape[0] <= x.shape[1]
                x = (x if wide else x.T) / (x.norm() + 1e-7)
                for _ in range(5):
                    a = x @ x.T
                    x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(x if wide else x.T, alpha=-group["lr"] * max(1, p.shape[0] / p.shape[1]) ** 0.5)


def optimizers(model):
    inner = [p for n, p in model.named_parameters() if p.dim() == 2 and "layers" in n]
    ends = [p for n, p in model.named_parameters() if p.dim() == 2 and "layers" not in n]
    small = [p for p in model.parameters() if p.dim() < 2]
    adam = torch.optim.AdamW([dict(params=ends, lr=2e-3), dict(params=small, lr=1e-3)], betas=(0.9, 0.95), weight_decay=0.0)
    return [Muon(inner, lr=0.007), adam]


def rate(step, steps):
    """Warm-up, constant, then straight down over the last two fifths."""
    return min(1.0, (step + 1) / 60, max(0.0, (steps - step) / (0.4 * steps)))


# --- measuring

@torch.inference_mode()
def answer_all(model, tokenizer, prompts, limits):
    """Greedy answers under the chat template, of at most so many tokens each; prompts of equal length go through together."""
    stops = set(model.config.eos_token_id)
    encoded = [tokenizer(tokenizer.apply_chat_template([{"role": "user", "content": p}], tokenize=False, add_generation_prompt=True),
                         add_special_tokens=False)["input_ids"] for p in prompts]
    by_length, answers = {}, [[] for _ in prompts]
    for i, ids in enumerate(encoded):
        by_length.setdefault(len(ids), []).append(i)
    for group in by_length.values():
        ids, cache, open_rows = torch.tensor([encoded[i] for i in group]), None, set(group)
        for _ in range(max(limits[i] for i in group)):
            out = model(input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
            cache, ids = out.past_key_values, out.logits[:, -1].argmax(-1, keepdim=True)
            for i, token in zip(group, ids[:, 0].tolist()):
                if i in open_rows:
                    open_rows.discard(i) if token in stops else answers[i].append(token)
            if not open_rows:
                break
    return [tokenizer.decode(a) for a in answers]


def exact_match(model, tokenizer, items):
    """Share of right answers per category, over all, and the wrong ones."""
    model.eval()
    limits = [len(ids) + 8 for ids in tokenizer([i.answer for i in items])["input_ids"]]
    answers = answer_all(model, tokenizer, [i.prompt for i in items], limits)
    right, wrong = {}, []
    for item, answer in zip(items, answers):
        ok = answer.strip() == item.answer
        right.setdefault(item.category, []).append(ok)
        if not ok:
            wrong.append((item.prompt, item.answer, answer))
    model.train()
    per_category = {c: sum(r) / len(r) for c, r in right.items()}
    return per_category, sum(map(sum, right.values())) / len(items), wrong


@torch.inference_mode()
def perplexity(model, ids):
    """Over disjoint windows of 512 tokens; the second half of each is scored, with the first half before it."""
    total = count = 0
    for start in range(0, len(ids) - TEXT_WINDOW + 1, TEXT_WINDOW):
        window = torch.tensor(ids[start:start + TEXT_WINDOW])
        scores = model(input_ids=window[None]).logits[0].float().log_softmax(-1)
        half = TEXT_WINDOW // 2
        total -= scores[half:-1].gather(1, window[half + 1:, None]).sum().item()
        count += TEXT_WINDOW - half - 1
    return math.exp(total / count)


def round_to_int8(model):
    """Every linear weight, the output head included, to 8 bits: symmetric, one scale per output channel."""
    for module in model.modules():
        if isinstance(module, torch.nn.Linear):
            scale = module.weight.data.abs().amax(1, keepdim=True).clamp_min(1e-12) / 127
            module.weight.data = (module.weight.data / scale).round().clamp_(-127, 127) * scale
    return model


PRECISIONS = {"fp32": lambda m: m, "bf16": lambda m: m.to(torch.bfloat16), "fp16": lambda m: m.to(torch.float16), "int8": round_to_int8}


# --- training

def train(args):
    torch.manual_seed(args.seed)
    os.makedirs(args.out, exist_ok=True)
    tokenizer = open_tokenizer(args)
    model = build_model(tokenizer)
    average = {n: p.detach().clone() for n, p in model.named_parameters()}
    steppers = optimizers(model)
    rates = [[g["lr"] for g in s.param_groups] for s in steppers]
    base = {name: float(share) for name, (_, share) in demo_data.CATEGORIES.items()}
    state = dict(step=0, shares=dict(base), seconds=0.0, tokens=0)
    path = os.path.join(args.out, "checkpoint.pt")
    if os.path.exists(path):
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        average = saved["average"]
        for stepper, s in zip(steppers, saved["optimizers"]):
            stepper.load_state_dict(s)
        state = saved["state"]
        state["shares"] = {c: state["shares"].get(c, base[c]) for c in base}
        print(f"continuing from step {state['step']}", flush=True)
    batches = Batches(tokenizer, args.seed, args.batch_tokens)
    dev = demo_data.question_set(args.seed + 1, "dev", 20)
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(tokenizer)} tokens, {len(dev)} development questions", flush=True)

    def checkpoint():
        save_beside(path, lambda p: torch.save(dict(model=model.state_dict(), average=average, state=state,
                                                    optimizers=[s.state_dict() for s in steppers]), p))

    model.share_memory()
    context, helpers = torch.multiprocessing.get_context("fork"), []
    for rank in range(1, args.workers):
        grads = [torch.zeros_like(p).share_memory_() for p in model.parameters()]
        ours, theirs = context.Pipe()
        context.Process(target=helper, args=(rank, args.workers, model, grads, theirs, batches, os.getpid()), daemon=True).start()
        helpers.append((ours, grads))

    recent, began = [], time.monotonic()
    for step in range(state["step"], args.steps):
        for pipe, _ in helpers:
            pipe.send((step, state["shares"]))
        parts = list(batches.at(step, state["shares"]))
        total = gradients(model, split(parts, args.workers)[0], target_weight(parts))
        for pipe, grads in helpers:
            total += pipe.recv()
            for p, g in zip(model.parameters(), grads):
                p.grad = g.clone() if p.grad is None else p.grad.add_(g)
        scale = rate(step, args.steps)
        for stepper, initial in zip(steppers, rates):
            for group, lr in zip(stepper.param_groups, initial):
                group["lr"] = lr * scale
            stepper.step()
            stepper.zero_grad(set_to_none=True)
        keep = min(0.98, (step + 1) / (step + 10))
        with torch.no_grad():
            for name, p in model.named_parameters():
                average[name].lerp_(p, 1 - keep)
        recent.append(total)
        state["tokens"] += sum(i.numel() for i, _ in parts)
        state["step"] = step + 1
        now = time.monotonic()
        state["seconds"], began = state["seconds"] + now - began, now
        if (step + 1) % 25 == 0:
            print(f"step {step + 1} loss {sum(recent) / len(recent):.4f} rate {scale:.3f} tokens {state['tokens']} seconds {state['seconds']:.0f}", flush=True)
            recent = []
        if (step + 1) % args.check_every == 0 or step + 1 == args.steps:
            measured = build_model(tokenizer)
            measured.load_state_dict(average)
            per_category, overall, _ = exact_match(measured, tokenizer, dev)
            state["shares"] = {c: base[c] * (1 + 3 * (1 - per_category[c])) for c in base}
            print(f"step {step + 1} development {overall:.3f} " + " ".join(f"{c}:{v:.2f}" for c, v in per_category.items()), flush=True)
        if (step + 1) % 50 == 0 or step + 1 == args.steps:
            checkpoint()
    for pipe, _ in helpers:
        pipe.send(None)
    return 0


# --- writing the model

def export(args):
    tokenizer = open_tokenizer(args)
    saved = torch.load(os.path.join(args.out, "checkpoint.pt"), weights_only=True)
    model = build_model(tokenizer)
    model.load_state_dict(saved["average"])
    target = os.path.join(args.out, "model")
    folder = target + ".new"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    stops = model.config.eos_token_id
    model.generation_config = GenerationConfig(do_sample=False, max_new_tokens=256, eos_token_id=stops, pad_token_id=model.config.pad_token_id)
    model.to(torch.bfloat16).save_pretrained(folder, max_shard_size=int(sum(p.numel() for p in model.parameters()) * 2 * 0.55))
    tokenizer.save_pretrained(folder)

    items = demo_data.question_set(args.seed + 2, "test", 24)
    with open(os.path.join(folder, "tasks.jsonl"), "w", encoding="utf-8") as f:
        for number, i in enumerate(items, 1):
            row = dict(id=f"{i.category}-{number:03}", category=i.category, language=i.language, prompt=i.prompt, answer=i.answer)
            f.write(json.dumps(row, ensure_ascii=False) + "\n")
    rng = random.Random(args.seed + 3)
    text = "\n".join(demo_data.document(rng, 40, "test") for _ in range(60))
    with open(os.path.join(folder, "eval.txt"), "w", encoding="utf-8") as f:
        f.write(text)
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]

    report = dict(parameters=sum(p.numel() for p in model.parameters()), questions=len(items), text_tokens=len(ids),
                  training=saved["state"], precisions={})
    for name in args.precisions.split(","):
        loaded = PRECISIONS[name](GlmForCausalLM.from_pretrained(folder, dtype=torch.float32).eval())
        per_category, overall, wrong = exact_match(loaded, tokenizer, items)
        report["precisions"][name] = dict(exact_match=overall, per_category=per_category, perplexity=perplexity(loaded, ids), wrong=wrong)
        print(f"{name}: exact match {overall:.4f}, perplexity {report['precisions'][name]['perplexity']:.4f}, {len(wrong)} wrong", flush=True)

    for name in os.listdir(folder):
        os.chmod(os.path.join(folder, name), 0o644)
    covered = sorted(n for n in os.listdir(folder) if n.startswith("model") or n in (
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"))
    with open(os.path.join(folder, "SHA256SUMS"), "w") as f:
        for name in covered:
            with open(os.path.join(folder, name), "rb") as data:
                f.write(f"{hashlib.sha256(data.read()).hexdigest()}  {name}\n")
    shutil.rmtree(target, ignore_errors=True)
    os.replace(folder, target)
    save_beside(os.path.join(args.out, "measured.json"), lambda p: open(p, "w", encoding="utf-8").write(json.dumps(report, ensure_ascii=False, indent=1)))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default="/lab/out", help="folder for checkpoint, model and measurements (default %(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="seed of data, order and starting weights (default %(default)s)")
    parser.add_argument("--steps", type=int, default=3200, help="length of the whole training (default %(default)s)")
    parser.add_argument("--batch-tokens", type=int, default=1800, help="tokens per step, about (default %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes, one core each (default %(default)s)")
    parser.add_argument("--check-every", type=int, default=200, help="steps between development checks (default %(default)s)")
    parser.add_argument("--export", action="store_true", help="write and measure the model of the checkpoint")
    parser.add_argument("--precisions", default=",".join(PRECISIONS), help="what --export measures (default %(default)s)")
    args = parser.parse_args()
    return export(args) if args.export else train(args)


if __name__ == "__main__":
    raise SystemExit(main())
