#!/usr/bin/env python3
"""Tiny models of every supported family with what Hugging Face transformers computes for them: make_models.py OUT [NAME...]

See README.md beside this file. Each reference is computed by transformers from the very folder that is written (FP32,
eager attention); the ChatGLM folders are written from a GlmForCausalLM, which is mathematically the same model.
"""
import json
import os
import sys

import torch
import transformers
from safetensors.torch import load_file, save_file

COMMON = dict(vocab_size=96, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
              num_key_value_heads=2, max_position_embeddings=512, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2,
              pad_token_id=None)
GLM = dict(head_dim=8, partial_rotary_factor=0.5, pad_token_id=3, eos_token_id=[2, 3])


class Unlucky(Exception):
    """These weights make a poor test; others are drawn."""


# name: class, configuration, and how it is stored and asked:
#   dtype (float32), shard (bytes per file), prompt (24 tokens), old (spelling of transformers 4), cached (greedy tokens
#   from the cache: dynamic scaling depends on it), head ("tied" alike, "apart" with other values, "only" without the
#   embedding), drop (keys left out of config.json), chatglm (changes of that layout's config.json)
CASES = {
    "glm-one-kv-tied": ("Glm", {**GLM, "num_key_value_heads": 1, "head_dim": 24, "partial_rotary_factor": 0.25,
                                "attention_bias": False, "tie_word_embeddings": True, "rope_theta": 1e5},
                        dict(dtype="bfloat16", shard=30_000)),
    "glm-linear": ("Glm", {**GLM, "num_key_value_heads": 4, "max_position_embeddings": 64,
                           "rope_scaling": dict(rope_type="linear", factor=4.0)}, dict(prompt=160, old=True)),
    "glm4-shards": ("Glm4", {**GLM, "num_key_value_heads": 1, "hidden_size": 40, "attention_bias": False,
                             "rope_theta": 5e5}, dict(dtype="bfloat16", shard=25_000, prompt=32)),
    "glm4-yarn-tied": ("Glm4", {**GLM, "head_dim": 16, "attention_bias": True, "max_position_embeddings": 128,
                                "num_key_value_heads": 4, "tie_word_embeddings": True,
                                "rope_scaling": dict(rope_type="yarn", factor=4.0,
                                                     original_max_position_embeddings=32)}, dict(prompt=92)),
    "qwen2-window": ("Qwen2", dict(num_hidden_layers=3, use_sliding_window=True, sliding_window=8, max_window_layers=1,
                                   rope_theta=1e6, num_key_value_heads=4),
                     dict(prompt=48, old=True, drop=["layer_types"], dtype="float16")),
    "qwen2-yarn": ("Qwen2", dict(max_position_embeddings=32, tie_word_embeddings=True, num_key_value_heads=1,
                                 head_dim=16, rope_theta=1e6,
                                 rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=32)),
                   dict(prompt=92, old=True, head="tied")),
    "qwen3-window": ("Qwen3", dict(num_hidden_layers=3, hidden_size=48, head_dim=16, num_key_value_heads=4,
                                   attention_bias=True, tie_word_embeddings=True, use_sliding_window=True,
                                   sliding_window=6, layer_types=["sliding_attention", "full_attention",
                                                                  "sliding_attention"]),
                     dict(prompt=40, dtype="bfloat16", shard=40_000)),
    "qwen3-dynamic": ("Qwen3", dict(vocab_size=64, intermediate_size=32, head_dim=16, num_key_value_heads=1,
                                    max_position_embeddings=96,
                                    rope_scaling=dict(rope_type="dynamic", factor=8.0)),
                      dict(prompt=544, cached=True, dtype="bfloat16")),
    "llama-llama3": ("Llama", dict(attention_bias=True, mlp_bias=True, num_key_value_heads=1, rope_theta=5e5,
                                   max_position_embeddings=256,
                                   rope_scaling=dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0,
                                                     high_freq_factor=4.0, original_max_position_embeddings=32)),
                     dict(prompt=200, dtype="float16")),
    "llama-dynamic": ("Llama", dict(num_key_value_heads=4, max_position_embeddings=32, tie_word_embeddings=True,
                                    rope_scaling=dict(rope_type="dynamic", factor=4.0)),
                      dict(prompt=90, cached=True, old=True, head="apart", drop=["num_key_value_heads", "head_dim"])),
    "llama-head-only": ("Llama", dict(head_dim=12, tie_word_embeddings=True, num_hidden_layers=3,
                                      rope_scaling=dict(rope_type="linear", factor=2.5)),
                        dict(head="only", dtype="bfloat16", shard=20_000)),
    "mistral-window": ("Mistral", dict(head_dim=24, num_key_value_heads=1, sliding_window=12, num_hidden_layers=3),
                       dict(prompt=60, dtype="bfloat16", shard=40_000)),
    "mistral-yarn": ("Mistral", dict(sliding_window=None, num_key_value_heads=4, tie_word_embeddings=True,
                                     max_position_embeddings=160, rope_theta=1e4,
                                     rope_scaling=dict(rope_type="yarn", factor=5.0, beta_fast=6.0, beta_slow=0.4,
                                                       truncate=False, mscale=0.9, mscale_all_dim=0.4,
                                                       original_max_position_embeddings=32)), dict(prompt=120)),
    "mistral-window-long": ("Mistral", dict(vocab_size=64, sliding_window=40, max_position_embeddings=1024),
                            dict(prompt=552, old=True, dtype="bfloat16")),
    "chatglm": ("Glm", {**GLM, "attention_bias": True, "rope_theta": 5e6},
                dict(prompt=64, chatglm=dict(architectures=["ChatGLMModel"], rope_ratio=500))),
    "chatglm-shards": ("Glm", {**GLM, "attention_bias": False, "head_dim": 24, "num_key_value_heads": 1},
                       dict(dtype="bfloat16", shard=30_000,
                            chatglm=dict(architectures=["ChatGLMForConditionalGeneration"], rope_ratio=1))),
}


def draw(model, generator):
    """Weights so large that every block changes the logits by something of their own size."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() > 1:
                # Embedding rows of unit size; products that keep the size of what they are given, and a little more.
                tied = model.config.tie_word_embeddings
                scale = (0.3 if tied else 0.7) if "embed_tokens" in name else 1.3 / parameter.shape[1] ** 0.5
                parameter.copy_(noise * scale)
            elif "bias" in name:
                parameter.copy_(noise * 0.3)
            else:
                parameter.copy_(1.0 + noise * 0.2)


def old_spelling(config):
    """As transformers 4 wrote it."""
    rope = config.pop("rope_parameters")
    config["rope_theta"] = rope.pop("rope_theta")
    if "partial_rotary_factor" in rope:
        config["partial_rotary_factor"] = rope.pop("partial_rotary_factor")
    kind = rope.pop("rope_type")
    config["rope_scaling"] = None if kind == "default" else {"type": kind, **rope}
    config["torch_dtype"] = config.pop("dtype")
    config["transformers_version"] = "4.46.0"


def chatglm_config(config, changes):
    rope = config["rope_parameters"]
    assert rope["rope_theta"] == 10000.0 * changes["rope_ratio"] and rope["partial_rotary_factor"] == 0.5
    keep = ("hidden_size", "num_attention_heads", "eos_token_id", "pad_token_id", "tie_word_embeddings")
    return {**{key: config[key] for key in keep}, "model_type": "chatglm", "torch_dtype": config["dtype"],
            "add_bias_linear": False, "add_qkv_bias": config["attention_bias"], "original_rope": True,
            "apply_residual_connection_post_layernorm": False, "ffn_hidden_size": config["intermediate_size"],
            "kv_channels": config["head_dim"], "layernorm_epsilon": config["rms_norm_eps"],
            "multi_query_attention": True, "multi_query_group_num": config["num_key_value_heads"],
            "num_layers": config["num_hidden_layers"], "padded_vocab_size": config["vocab_size"],
            "vocab_size": config["vocab_size"], "post_layer_norm": True, "rmsnorm": True,
            "seq_length": config["max_position_embeddings"], **changes}


def chatglm_tensors(tensors, config):
    """The same weights under the names of modeling_chatglm.py, Q, K and V in one matrix."""
    out = {"transformer.embedding.word_embeddings.weight": tensors["model.embed_tokens.weight"],
           "transformer.encoder.final_layernorm.weight": tensors["model.norm.weight"],
           "transformer.output_layer.weight": tensors["lm_head.weight"],
           "transformer.rotary_pos_emb.inv_freq": torch.zeros(config["head_dim"] // 4)}
    names = {"input_layernorm": "input_layernorm", "post_attention_layernorm": "post_attention_layernorm",
             "self_attn.o_proj": "self_attention.dense", "mlp.gate_up_proj": "mlp.dense_h_to_4h",
             "mlp.down_proj": "mlp.dense_4h_to_h"}
    for i in range(config["num_hidden_layers"]):
        old, new = f"model.layers.{i}.", f"transformer.encoder.layers.{i}."
        for a, b in names.items():
            out[f"{new}{b}.weight"] = tensors[f"{old}{a}.weight"]
        for kind in ("weight", "bias") if config["attention_bias"] else ("weight",):
            out[f"{new}self_attention.query_key_value.{kind}"] = torch.cat(
                [tensors[f"{old}self_attn.{p}_proj.{kind}"] for p in "qkv"])
    return out


def write_tensors(folder, tensors, shard_bytes):
    shards, size = [{}], 0
    for name, tensor in tensors.items():
        if shards[-1] and size + tensor.nbytes > shard_bytes:
            shards.append({})
            size = 0
        shards[-1][name] = tensor.clone().contiguous()
        size += tensor.nbytes
    if len(shards) == 1:
        return save_file(shards[0], os.path.join(folder, "model.safetensors"), {"format": "pt"})
    index = {"metadata": {"total_size": sum(t.nbytes for t in tensors.values())}, "weight_map": {}}
    for i, shard in enumerate(shards):
        file = f"model-{i + 1:05}-of-{len(shards):05}.safetensors"
        save_file(shard, os.path.join(folder, file), {"format": "pt"})
        index["weight_map"].update({name: file for name in shard})
    write_json(folder, "model.safetensors.index.json", index)


def write_json(folder, name, value):
    with open(os.path.join(folder, name), "w") as out:
        json.dump(value, out, indent=1)
        out.write("\n")


def greedy(model, ids, count, cached):
    tokens, cache = [], None
    with torch.no_grad():
        while len(tokens) < count:
            if cached:
                fed = ids if cache is None else torch.tensor([[tokens[-1]]])
                result = model(fed, past_key_values=cache, use_cache=True)
                cache = result.past_key_values
            else:
                result = model(torch.cat([ids, torch.tensor([tokens], dtype=torch.long)], 1))
            best = result.logits[0, -1].topk(2)
            if best.values[0] - best.values[1] < 1e-3:
                raise Unlucky("two tokens are nearly alike")
            tokens.append(int(best.indices[0]))
    if len(set(tokens)) < 8:
        raise Unlucky("the greedy tokens are nearly all the same")
    return tokens


def make(name, out, seed):
    kind, changes, options = CASES[name]
    folder = os.path.join(out, name)
    os.makedirs(folder, exist_ok=True)
    for old in os.listdir(folder):
        os.remove(os.path.join(folder, old))
    dtype = getattr(torch, options.get("dtype", "float32"))
    config = getattr(transformers, kind + "Config")(**{**COMMON, **changes})
    model_class = getattr(transformers, kind + "ForCausalLM")
    generator = torch.Generator().manual_seed(seed)
    drawn = model_class(config)
    draw(drawn, generator)
    drawn.tie_weights()
    drawn = drawn.to(dtype)
    drawn.save_pretrained(folder)
    tensors = load_file(os.path.join(folder, "model.safetensors"))
    head = options.get("head")
    if head:
        tensors["lm_head.weight"] = tensors["model.embed_tokens.weight"].clone()
    if head == "apart":
        tensors["lm_head.weight"] = torch.randn(tensors["lm_head.weight"].shape, generator=generator).to(dtype) * 0.3
    if head == "only":
        del tensors["model.embed_tokens.weight"]
    with open(os.path.join(folder, "config.json")) as file:
        stored = json.load(file)
    if options.get("old"):
        old_spelling(stored)
    for key in options.get("drop", []):
        stored.pop(key)
    write_json(folder, "config.json", stored)
    write_tensors(folder, tensors, options.get("shard", 1 << 30))
    if "shard" in options:
        os.remove(os.path.join(folder, "model.safetensors"))
    if os.path.exists(os.path.join(folder, "generation_config.json")):
        os.remove(os.path.join(folder, "generation_config.json"))

    def fresh():
        """A model of its own for each question: transformers keeps the frequencies of the longest prompt it has seen."""
        return model_class.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()

    ids = torch.randint(0, config.vocab_size, (1, options.get("prompt", 24)), generator=generator)
    score = torch.randint(0, config.vocab_size, (1, 64), generator=generator)
    with torch.no_grad():
        logits = fresh()(ids).logits[0].float()
        lp = fresh()(score).logits[0].float().log_softmax(-1)
    nll = -lp[:-1].gather(1, score[0, 1:, None])[:, 0]
    tokens = greedy(fresh(), ids, 32, options.get("cached", False))
    logits.numpy().astype("<f4").tofile(os.path.join(folder, "logits.f32"))
    write_json(folder, "expected.json",
               dict(input_ids=ids[0].tolist(), greedy=tokens, score_ids=score[0].tolist(), nll=nll.tolist(),
                    made_with=dict(transformers=transformers.__version__, torch=torch.__version__, seed=seed)))
    if "chatglm" in options:
        for file in os.listdir(folder):
            if file.startswith("model"):
                os.remove(os.path.join(folder, file))
        write_tensors(folder, chatglm_tensors(tensors, stored), options.get("shard", 1 << 30))
        write_json(folder, "config.json", chatglm_config(stored, options["chatglm"]))
    size = sum(os.path.getsize(os.path.join(folder, file)) for file in os.listdir(folder))
    print(f"{name}: {size / 1000:.0f} kB, logits std {logits.std():.2f}, {len(set(tokens))} different greedy tokens")


if __name__ == "__main__":
    transformers.utils.logging.disable_progress_bar()
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for name in sys.argv[2:] or CASES:
        for seed in range(1, 100):
            try:
                make(name, sys.argv[1], seed)
                break
            except Unlucky as reason:
                print(f"{name}, seed {seed}: {reason}")
