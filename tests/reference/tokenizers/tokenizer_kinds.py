"""Small tokenizers that together use every component and option that core/text knows."""
import json

from sample_texts import TRAINING
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

BYTES = ["<0x%02X>" % byte for byte in range(256)]
METASPACE = "\u2581"
GPT4 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
        r"|\s*[\r\n]+|\s+(?!\S)|\s+")


def trained(pre=None, norm=None, dec=None, post=None, added=(), first=("<unk>", "<s>", "</s>"), size=330, alphabet=(), **model):
    """A BPE trained on TRAINING; `first` are its first tokens."""
    model.setdefault("unk_token", "<unk>")
    tokenizer = Tokenizer(models.BPE(**model))
    if norm is not None:
        tokenizer.normalizer = norm
    if pre is not None:
        tokenizer.pre_tokenizer = pre
    affixes = {key: model[key] for key in ("continuing_subword_prefix", "end_of_word_suffix") if key in model}
    if not alphabet:
        affixes["limit_alphabet"] = 220
    trainer = trainers.BpeTrainer(vocab_size=size + len(alphabet), special_tokens=list(first), initial_alphabet=list(alphabet),
                                  show_progress=False, **affixes)
    tokenizer.train_from_iterator(TRAINING, trainer)
    if dec is not None:
        tokenizer.decoder = dec
    if post is not None:
        tokenizer.post_processor = post
    for token in added:
        (tokenizer.add_special_tokens if token.special else tokenizer.add_tokens)([token])
    return tokenizer


def byte_level(pre=None, **options):
    """A byte-level BPE: `pre` goes before ByteLevel."""
    last = pre_tokenizers.ByteLevel(add_prefix_space=options.pop("add_prefix_space", False), use_regex=options.pop("use_regex", False))
    pre = last if pre is None else pre_tokenizers.Sequence([pre, last])
    options.setdefault("dec", decoders.ByteLevel())
    return trained(pre=pre, first=options.pop("first", ["<s>", "</s>"]), unk_token=None,
                   alphabet=pre_tokenizers.ByteLevel.alphabet(), size=100, **options)


def edited(tokenizer, edit):
    """The tokenizer after `edit` of its JSON."""
    data = json.loads(tokenizer.to_str())
    edit(data)
    return Tokenizer.from_str(json.dumps(data))


def flags():
    return [AddedToken("<l>", lstrip=True), AddedToken("<r>", rstrip=True), AddedToken("<lr>", lstrip=True, rstrip=True, special=True),
            AddedToken("<w>", single_word=True), AddedToken("word", single_word=True, normalized=True), AddedToken("éA", normalized=True),
            AddedToken("ab", normalized=False), AddedToken("abc", normalized=False), AddedToken("<|sp|>", special=True, normalized=False),
            AddedToken("<|sp|><l>", special=True), AddedToken(" x ", normalized=True), AddedToken("<Sp N>", special=True, normalized=True), AddedToken("Lower Case", normalized=True)]


def template(before, after):
    tokens = [(name, number) for name, number in (("<s>", 1), ("</s>", 2)) if name in before + after]
    return processors.TemplateProcessing(single=" ".join(before + ["$A"] + after), pair=" ".join(before + ["$A"] + after + ["$B:1"]),
                                         special_tokens=tokens)


def llama2(**options):
    options.setdefault("added", [AddedToken(name, special=True, normalized=False) for name in ("<unk>", "<s>", "</s>")])
    return trained(norm=normalizers.Sequence([normalizers.Prepend(METASPACE), normalizers.Replace(" ", METASPACE)]),
                   dec=decoders.Sequence([decoders.Replace(METASPACE, " "), decoders.ByteFallback(), decoders.Fuse(),
                                          decoders.Strip(" ", 1, 0)]),
                   post=template(["<s>"], []), first=["<unk>", "<s>", "</s>"] + options.pop("bytes", BYTES), size=options.pop("size", 560),
                   fuse_unk=options.pop("fuse_unk", True), byte_fallback=True, **options)


def sequence(kind, *parts):
    return kind.Sequence(list(parts))


def split(pattern, behavior, invert=False):
    return trained(pre=pre_tokenizers.Split(pattern, behavior, invert), dec=decoders.Fuse())


def metaspace(scheme, splits=True, norm=None, before=None, **options):
    pre = pre_tokenizers.Metaspace(replacement=METASPACE, prepend_scheme=scheme, split=splits)
    return trained(pre=pre if before is None else sequence(pre_tokenizers, before, pre), norm=norm,
                   dec=decoders.Metaspace(replacement=METASPACE, prepend_scheme=scheme), added=flags(), **options)


def joined_merges(data):
    data["model"]["merges"] = [" ".join(merge) for merge in data["model"]["merges"]]


def old_metaspace(data):
    for part in ("pre_tokenizer", "decoder"):
        data[part] = {"type": "Metaspace", "replacement": "_", "add_prefix_space": True}


def kinds():
    n, p, d = normalizers, pre_tokenizers, decoders
    for behavior in ("removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"):
        yield "split_" + behavior, split(Regex(r"\s+|\d|[[:punct:]]"), behavior)
        yield "split_inverted_" + behavior, split(Regex(r"\p{L}+|\n*"), behavior, True)
        yield "split_string_" + behavior, split("e", behavior)
        yield "punctuation_" + behavior, trained(pre=p.Punctuation(behavior), dec=d.Fuse())
    yield "regex_words", split(Regex(r"\b\w+\b|[\w.]{2,3}+|\W"), "isolated")
    yield "regex_classes", split(Regex(r"[[:alpha:]_]+|\h{2}|[\h\p{Han}]|[[:space:][:digit:]]+|\p{Hiragana}+|[[:upper:]-]"), "contiguous")
    yield "regex_lines", split(Regex(r"^.|.$|(?i:st|[k-m])+?|\R"), "merged_with_next")
    yield "byte_level_gpt2", byte_level(use_regex=True, add_prefix_space=True, added=flags(), post=processors.ByteLevel(trim_offsets=True))
    yield "byte_level_whole", byte_level(add_prefix_space=True, norm=n.NFD())
    yield "byte_level_before_split", trained(pre=sequence(p, p.ByteLevel(False, use_regex=False), p.Split(Regex("Ġ+|Ċ"), "isolated")),
                                             dec=d.ByteLevel(), alphabet=p.ByteLevel.alphabet(), size=100)
    yield "byte_level_gpt4", byte_level(p.Split(Regex(GPT4), "isolated"), ignore_merges=True, norm=n.NFC(), added=flags()[:4])
    yield "merges_in_old_spelling", edited(byte_level(p.Digits(True)), joined_merges)
    yield "llama2", llama2()
    yield "llama2_unknown", llama2(bytes=[b for b in BYTES if int(b[3:5], 16) % 5], fuse_unk=False, added=flags())
    yield "llama2_unknown_fused", llama2(bytes=[b for b in BYTES if int(b[3:5], 16) % 3], added=flags())
    yield "unknown_fused", trained(pre=p.WhitespaceSplit(), fuse_unk=True, size=120)
    yield "unknown_each", trained(pre=p.Whitespace(), dec=d.Fuse(), size=120)
    yield "unknown_dropped", trained(pre=p.Digits(False), unk_token=None, first=["<s>"], dec=d.Fuse())
    for scheme in ("always", "first", "never"):
        yield "metaspace_" + scheme, metaspace(scheme)
    yield "metaspace_whole", metaspace("always", splits=False, byte_fallback=True, first=["<unk>"] + BYTES, size=560)
    yield "metaspace_old_spelling", edited(metaspace("always"), old_metaspace)
    yield "metaspace_first_normalized", metaspace("first", norm=sequence(n, n.Strip(), n.Replace(Regex(" {2,}"), " "), n.NFKC()),
                                                  before=p.Digits(True))
    yield "metaspace_first_prepended", metaspace("first", norm=sequence(n, n.Prepend("ab"), n.NFD(), n.Lowercase()),
                                                 before=p.Split(Regex("[bc]|\u0301"), "isolated"))
    yield "digits_contiguous", trained(pre=sequence(p, p.Digits(False), p.Punctuation()), dec=d.Fuse())
    yield "nfc", trained(norm=n.NFC(), dec=d.Fuse(), added=flags())
    yield "nfkd_lower", trained(norm=sequence(n, n.NFKD(), n.Lowercase()), dec=d.Fuse(), added=flags())
    yield "nfd_strip_left", trained(norm=sequence(n, n.NFD(), n.Strip(right=False)), dec=d.Fuse(), added=flags())
    yield "nfkc_strip_right", trained(norm=sequence(n, n.NFKC(), n.Strip(left=False)), dec=d.Fuse(), added=flags())
    yield "replace", trained(norm=sequence(n, n.Replace(Regex(r"\s*\n|x+"), "-"), n.Replace("e", "ée"), n.Lowercase()), dec=d.Fuse(),
                             added=flags())
    yield "subword_prefix", trained(pre=p.Whitespace(), continuing_subword_prefix="##", dec=sequence(d, d.Replace("##", ""), d.Fuse()))
    yield "word_suffix", trained(pre=p.WhitespaceSplit(), end_of_word_suffix="</w>", byte_fallback=True, first=["<unk>"] + BYTES, size=560,
                                 dec=sequence(d, d.Replace("</w>", " "), d.ByteFallback(), d.Strip("e", 0, 1), d.Fuse()))
    yield "subword_prefix_and_suffix", trained(pre=p.WhitespaceSplit(), continuing_subword_prefix="##", end_of_word_suffix="$")
    yield "decoder_of_fused", trained(dec=sequence(d, d.Fuse(), d.Replace(Regex(r"[aeiou]\s*|^."), "."), d.Metaspace()), post=template(["<s>"], ["</s>"]))
    yield "decoder_of_pieces", trained(dec=sequence(d, d.Replace(Regex("^.e"), METASPACE), d.Metaspace(prepend_scheme="first"), d.Strip("t", 1, 0)),
                                       post=sequence(processors, processors.ByteLevel(), template(["<s>", "</s>"], ["</s>"])))
    yield "decoder_strips", trained(dec=sequence(d, d.Fuse(), d.Strip(" ", 2, 0), d.Strip("e", 0, 2)))
