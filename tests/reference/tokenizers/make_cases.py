"""Writes tokenizers and what Hugging Face tokenizers makes of random strings with them. See README.md."""
import argparse
import base64
import json
import pathlib
import random

import sample_texts
import tokenizer_kinds
from tokenizers import Tokenizer, processors


def decoded(tokenizer, ids, skip):
    """None where the library panics: its Strip reads beyond the end of a short text."""
    try:
        return tokenizer.decode(ids, skip_special_tokens=skip)
    except BaseException as error:  # pyo3's PanicException is no Exception
        if type(error).__name__ != "PanicException":
            raise
        return None


def case(tokenizer, generator, tokens, number, most_parts):
    text = sample_texts.text(generator, tokens, most_parts)
    ids = tokenizer.encode(text).ids
    row = {"text": text, "ids": ids, "decoded": decoded(tokenizer, ids, False),
           "skipped": decoded(tokenizer, ids, True)}
    if number % 4 == 0:
        tokenizer.encode_special_tokens = True
        row["plain"] = tokenizer.encode(text, add_special_tokens=False).ids
        tokenizer.encode_special_tokens = False
    if number % 3 == 0:
        row["any"] = [generator.randrange(tokenizer.get_vocab_size()) for _ in range(generator.randrange(1, 9))]
        row["any_decoded"] = decoded(tokenizer, row["any"], False)
        row["any_skipped"] = decoded(tokenizer, row["any"], True)
    for key in ("skipped", "any_skipped"):
        if key in row and row[key] == row[key.replace("skipped", "decoded")]:
            del row[key]
    return row


def write_cases(folder, tokenizer, given):
    generator = random.Random("cases of " + folder.name)
    tokens = [token.content for token in tokenizer.get_added_tokens_decoder().values()]
    with open(folder / "cases.jsonl", "w", encoding="utf-8") as file:
        for number in range(given.count):
            row = case(tokenizer, generator, tokens, number, given.most_parts)
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def spelled_bytes():
    """The byte of each character of the byte-level spelling."""
    own = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in own]
    return {chr(byte): byte for byte in own} | {chr(256 + i): byte for i, byte in enumerate(others)}


def write_rank_file(folder, source):
    """ChatGLM's two files made from a byte-level tokenizer.json whose ids are in the order of its merges."""
    data = json.loads(source.read_text(encoding="utf-8"))
    byte_of = spelled_bytes()
    lines = [(number, bytes(byte_of[c] for c in piece)) for piece, number in data["model"]["vocab"].items()]
    text = "".join(f"{base64.b64encode(piece).decode()} {number}\n" for number, piece in sorted(lines))
    (folder / "tokenizer.model").write_text(text, encoding="ascii")
    decoder = {str(token["id"]): {key: value for key, value in token.items() if key != "id"} for token in data["added_tokens"]}
    config = {"added_tokens_decoder": decoder, "tokenizer_class": "ChatGLM4Tokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    tokenizer = Tokenizer.from_str(json.dumps(data))
    prefix = ["[gMASK]", "<sop>"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=" ".join(prefix + ["$A"]), pair="$A $B", special_tokens=[(name, tokenizer.token_to_id(name)) for name in prefix])
    return tokenizer


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--count", type=int, default=10000, help="strings per tokenizer")
    arguments.add_argument("--references", type=pathlib.Path, help="folder of folders that hold a tokenizer.json each")
    arguments.add_argument("--most-parts", type=int, default=10, help="of which a string is put together")
    arguments.add_argument("--cases-only", action="store_true", help="do not copy the references' tokenizer.json")
    arguments.add_argument("--only", help="names that begin so")
    given = arguments.parse_args()

    def folder_of(name):
        folder = given.out / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    wanted = (lambda name: name.startswith(given.only)) if given.only else lambda name: True
    for source in sorted(given.references.glob("*/tokenizer.json")) if given.references else []:
        if wanted(source.parent.name):
            folder = folder_of(source.parent.name)
            if not given.cases_only:
                (folder / "tokenizer.json").write_bytes(source.read_bytes())
            write_cases(folder, Tokenizer.from_file(str(source)), given)
        if source.parent.name == "glm" and wanted("chatglm_ranks"):
            folder = folder_of("chatglm_ranks")
            write_cases(folder, write_rank_file(folder, source), given)
    for name, tokenizer in tokenizer_kinds.kinds():
        if wanted(name):
            folder = folder_of(name)
            tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
            write_cases(folder, Tokenizer.from_file(str(folder / "tokenizer.json")), given)


if __name__ == "__main__":
    main()
