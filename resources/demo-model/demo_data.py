# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions, dialogues and plain text for the demo model, in English and Chinese, all made from a seeded generator.

An item is one question with its one right answer. Each carries a key that says what is asked, whatever the wording
("add:12:30"); a hash of the key puts it into the training, development or test part, so that a test question is never
trained on in any wording. Where all facts must be known (multiplication table, weekdays, dialogue), the key is the
wording itself: the fact is trained, that wording is not.
"""
import hashlib
import random
import re
from typing import NamedTuple

from demo_phrases import (ABOUT, ASCII_WORDS, CHAT, DAYS, DAYS_ZH, MONTHS, NAMES, NAMES_ZH, STORIES, SYSTEM_PROMPTS,
                          UNITS, UNKNOWN, UNKNOWN_ANSWER, UNKNOWN_PHRASES)


class Item(NamedTuple):
    category: str
    language: str
    prompt: str
    answer: str
    key: str
    words: tuple = ()          # letter strings inside the prompt, kept away from the tokenizer's training text


HALF_WIDTH = str.maketrans("？，！：", "?,!:")


def part(key):
    """'train', 'dev' or 'test'; keys that start with 'core:' are always trained on."""
    if key.startswith("core:"):
        return "train"
    bucket = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % 24
    return {0: "test", 1: "dev"}.get(bucket, "train")


def wording_key(prompt):
    return "wording:" + re.sub(r"[\s?!.,，。？！]+", "", prompt.lower())


def ask(rng, zh, templates, **slots):
    """One of the templates in one of the shapes people type: without the question mark, in lower case, with a 'please'."""
    text = rng.choice(templates)
    if zh:
        if rng.random() < 0.10 and not text.startswith("{"):
            text = rng.choice(["请", "请问", "请问，", "帮我算一下，", "你好，", "那么"]) + text
        if rng.random() < 0.4:
            text = text.rstrip("?？。：")
        elif rng.random() < 0.3:
            text = text.translate(HALF_WIDTH)
    else:
        if rng.random() < 0.06 and not text.startswith("{"):
            text = rng.choice(["Please ", "Can you ", "Hi, ", "Now ", "OK, "]) + text[0].lower() + text[1:]
        if rng.random() < 0.3:
            text = re.sub(r"\{\w+\}|[A-Z]", lambda m: m[0] if m[0][0] == "{" else m[0].lower(), text)
        if rng.random() < 0.4:
            text = text.rstrip("?.:")
        if rng.random() < 0.04:
            text = text.rstrip("?.") + rng.choice([" please", " please?", ", please."])
    text = text.format(**slots)
    return text + rng.choice([" ", "\n"]) if rng.random() < 0.03 else text


# --- arithmetic

OPERATORS = {"add": (["+"], ["加", "加上", "+"]), "subtract": (["-"], ["减", "减去", "-"]),
             "multiply": (["*", "x", "×"], ["乘", "乘以", "×", "*"]), "divide": (["/", "÷"], ["除以", "÷", "/"])}
WRITTEN = {"add": "+", "subtract": "-", "multiply": "x", "divide": "/"}
SPOKEN = {"add": "plus", "subtract": "minus", "multiply": "times", "divide": "divided by"}


def expression(rng, zh, operation, a, b):
    roll = rng.random()
    if not zh and roll < 0.25:
        return f"{a} {SPOKEN[operation]} {b}"
    sign = rng.choice(OPERATORS[operation][1 if zh and roll < 0.6 else 0])
    if sign[0] > "\u4e00":
        return f"{a}{sign}{b}"
    return rng.choice(["{} {} {}", "{} {} {}", "{}{}{}", "{}{} {}"]).format(a, sign, b)


def calculation(rng, zh, operation, a, b, answer, key=None):
    said = expression(rng, zh, operation, a, b)
    extra = []
    if zh:
        templates = ["{e}", "{e}=", "{e} = ?", "{e}=?", "{e}等于几？", "{e}等于多少？", "{e}是多少？", "计算{e}", "算一下{e}", "计算：{e}"]
    else:
        templates = ["{e}", "{e} =", "{e} = ?", "{e}=?", "{e}?", "What is {e}?", "What's {e}?", "How much is {e}?",
                     "Calculate {e}.", "Compute {e}", "What does {e} equal?", "Solve {e}", "Tell me {e}."]
        extra = {"add": ["Add {a} and {b}.", "What is the sum of {a} and {b}?"],
                 "subtract": ["Subtract {b} from {a}.", "What is the difference between {a} and {b}?"] if a >= b else [],
                 "multiply": ["Multiply {a} by {b}.", "What is the product of {a} and {b}?"],
                 "divide": ["Divide {a} by {b}."]}[operation]
    prompt = ask(rng, zh, extra if extra and rng.random() < 0.12 else templates, e=said, a=a, b=b)
    return prompt, f"{a} {WRITTEN[operation]} {b} = {answer}", key or wording_key(prompt)


def small_number(rng):
    return rng.randrange(rng.choice([10, 20, 101, 101, 101]))


def sum_key(a, b):
    """Sums of two digits are always trained on: everybody asks for 1 + 1 first."""
    return ("core:" if max(a, b) < 10 else "") + f"add:{min(a, b)}:{max(a, b)}"


def addition(rng, zh):
    a, b = small_number(rng), small_number(rng)
    return calculation(rng, zh, "add", a, b, a + b, sum_key(a, b))


def subtraction(rng, zh):
    a, b = small_number(rng), small_number(rng)
    a, b = max(a, b), min(a, b)
    return calculation(rng, zh, "subtract", a, b, a - b, f"subtract:{min(a, b)}:{max(a, b)}")


def table(rng, zh):
    a, b = rng.randrange(0 if rng.random() < 0.1 else 1, 13), rng.randrange(1, 13)
    if rng.random() < 0.6:
        return calculation(rng, zh, "multiply", a, b, a * b)
    return calculation(rng, zh, "divide", a * b, b, a)


# --- numbers in a row

def listed(rng, zh, numbers):
    between = rng.choice([" ", " ", ", ", ",", "、", "，", " "] if zh else [" ", " ", ", ", ", ", ","])
    return between.join(map(str, numbers))


def sample(rng, limits, count):
    """Different numbers, each below one of the limits."""
    numbers = []
    while len(numbers) < count:
        n = rng.randrange(rng.choice(limits))
        numbers += [n] if n not in numbers else []
    return numbers


def some_numbers(rng):
    limits = rng.choice([[10], [20], [100], [100], [10, 100, 100]])
    return sample(rng, limits, rng.choice([2, 2, 3, 3, 3, 3, 3, 4, 4]))


def sorting(rng, zh):
    numbers = some_numbers(rng)
    key = "sort:" + ":".join(map(str, sorted(numbers)))
    down = rng.random() < 0.35
    if zh:
        templates = (["把{l}从大到小排列", "将{l}按从大到小排序", "{l}从大到小排列", "从大到小排列：{l}", "降序排列{l}"] if down else
                     ["把 {l} 从小到大排列", "把{l}从小到大排列", "将{l}按从小到大排序", "{l}从小到大排列", "从小到大排列：{l}",
                      "把{l}排序", "排序 {l}", "排序：{l}", "给{l}排个序", "升序排列{l}"])
    else:
        templates = (["Sort {l} in descending order.", "Sort {l} from largest to smallest.", "Sort descending: {l}",
                      "Order {l} from high to low.", "Arrange {l} in descending order."] if down else
                     ["Sort {l}", "Sort {l}.", "Sort: {l}", "Sort these numbers: {l}", "Sort the numbers {l}", "Put {l} in order.",
                      "Sort {l} in ascending order.", "Sort {l} from smallest to largest.", "Order {l} from low to high.",
                      "Arrange {l} in ascending order.", "Sort the list {l}"])
    return ask(rng, zh, templates, l=listed(rng, zh, numbers)), " ".join(map(str, sorted(numbers, reverse=down))), key


def extremes(rng, zh):
    numbers = some_numbers(rng)
    key = "sort:" + ":".join(map(str, sorted(numbers)))
    top = rng.random() < 0.5
    word = ("最大" if top else "最小") if zh else rng.choice(["largest", "biggest", "greatest"] if top else ["smallest", "lowest"])
    templates = (["{l}中{w}的是哪个？", "{l}里{w}的数是几？", "{l}哪个{w}？", "找出{w}的数：{l}", "{l}的{w}值"] if zh else
                 ["What is the {w} of {l}?", "Which is the {w}: {l}?", "Find the {w} number: {l}", "Which number is the {w}, {l}?", "{m} of {l}"])
    return ask(rng, zh, templates, l=listed(rng, zh, numbers), w=word, m="Max" if top else "Min"), str(max(numbers) if top else min(numbers)), key


def comparing(rng, zh):
    a, b = sample(rng, rng.choice([[10], [20], [100], [100], [10, 100]]), 2)
    key, larger = f"compare:{min(a, b)}:{max(a, b)}", rng.random() < 0.6
    if rng.random() < 0.65:
        if zh:
            word = "大" if larger else "小"
            templates = ["{a}和{b}哪个{w}？", "{a}和{b}谁{w}？", "{a}与{b}相比哪个更{w}？", "哪个更{w}，{a}还是{b}？", "哪个数{w}：{a}还是{b}？", "{a}和{b}哪个更{w}？"]
        else:
            word = rng.choice(["larger", "bigger", "greater"] if larger else ["smaller", "less"])
            templates = ["Which is {w}, {a} or {b}?", "Which is {w}: {a} or {b}?", "Which number is {w}, {a} or {b}?", "What is {w}, {a} or {b}?",
                         "{a} or {b}, which is {w}?", "Which one is {w}, {a} or {b}?"]
        return ask(rng, zh, templates, a=a, b=b, w=word), str(max(a, b) if larger else min(a, b)), key
    true = (a > b) == larger
    if zh:
        word = "大" if larger else "小"
        return ask(rng, zh, ["{a}比{b}{w}吗？", "{a}{w}于{b}吗？", "{a}是不是比{b}{w}？"], a=a, b=b, w=word), "是" if true else "不是", key
    word = rng.choice(["larger", "greater", "bigger"] if larger else ["smaller", "less"])
    sign = ">" if larger else "<"
    return ask(rng, zh, ["Is {a} {w} than {b}?", "Is {a} {w} than {b}?", "Is {a} {s} {b}?"], a=a, b=b, w=word, s=sign), "Yes" if true else "No", key


# --- letters

def letters(rng, longest=5):
    if rng.random() < 0.45:
        word = rng.choice(ASCII_WORDS)
        if len(word) <= longest:
            return word
    if rng.random() < 0.15:                                    # a run out of the alphabet, as people type to try
        start = rng.randrange(22)
        return "abcdefghijklmnopqrstuvwxyz"[start:start + rng.randint(3, 5)]
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(2, longest)))


def reversing(rng, zh):
    if rng.random() < 0.2:
        numbers = some_numbers(rng)
        key = "flip:" + ":".join(map(str, min(numbers, numbers[::-1])))
        templates = ["把{l}倒过来", "把{l}反过来写", "倒序写出{l}"] if zh else ["Reverse the list {l}", "Reverse {l}", "Reverse these numbers: {l}"]
        return ask(rng, zh, templates, l=listed(rng, zh, numbers)), " ".join(map(str, numbers[::-1])), key
    word = letters(rng)
    key = "reverse:" + min(word, word[::-1])
    templates = (["把{w}倒过来写", "把 {w} 倒过来", "倒着写{w}", "将{w}反过来", "{w}倒过来是什么？", "反转 {w}", "把单词{w}倒过来写"] if zh else
                 ["Reverse {w}", "Reverse {w}.", "Reverse: {w}", "Reverse the word {w}", "Reverse the string {w}", "Spell {w} backwards.",
                  "What is {w} backwards?", "Write {w} backwards.", "Reverse \"{w}\"", "What is {w} reversed?", "Reverse the letters of {w}"])
    return ask(rng, zh, templates, w=word), word[::-1], key, (word,)


def counting(rng, zh):
    roll = rng.random()
    if roll < 0.2:
        numbers = [rng.randrange(100) for _ in range(rng.randint(2, 5))]
        templates = (["{l}一共有几个数？", "{l}有几个数？"] if zh else
                     ["How many numbers are there: {l}?", "How many numbers are in {l}?", "Count the numbers: {l}"])
        return ask(rng, zh, templates, l=listed(rng, zh, numbers)), str(len(numbers)), "count:" + ":".join(map(str, numbers))
    word = letters(rng, 6) if rng.random() < 0.9 else rng.choice([w for w in ASCII_WORDS if len(w) > 6])
    if roll < 0.75:
        templates = (["{w}有几个字母？", "{w}有多少个字母？", "单词{w}有几个字母？", "{w}一共几个字母"] if zh else
                     ["How many letters are in {w}?", "How many letters in {w}?", "How many letters does {w} have?", "Count the letters in {w}.",
                      "How many letters are there in the word {w}?", "What is the length of {w}?"])
        return ask(rng, zh, templates, w=word), f"{' '.join(word)}: {len(word)}", "length:" + word, (word,)
    letter = rng.choice(word) if rng.random() < 0.85 else rng.choice("abcdefghijklmnopqrstuvwxyz")
    templates = (["{w}里有几个{c}？", "{w}中有几个字母{c}？", "字母{c}在{w}中出现几次？"] if zh else
                 ["How many {c} in {w}?", "How many times does {c} appear in {w}?", "How many {c}'s are in {w}?", "Count the letter {c} in {w}.",
                  "How many times is the letter {c} in {w}?"])
    return ask(rng, zh, templates, w=word, c=letter), f"{' '.join(word)}: {word.count(letter)}", f"occurrences:{letter}:{word}", (word,)


# --- days and units

def days(rng, zh):
    if zh:
        name = rng.choice(["星期", "星期", "周", "礼拜"])
        cycle = [name + d for d in DAYS_ZH]
    else:
        cycle = DAYS
    if rng.random() < 0.3:
        cycle = [f"{i}月" for i in range(1, 13)] if zh else MONTHS
        i, step = rng.randrange(12), rng.choice([1, -1])
        if zh:
            templates = (["{d}的下一个月是几月？", "{d}之后是几月？", "{d}后面是几月？", "这个月是{d}，下个月是几月？", "{d}的下个月是几月？"] if step > 0 else
                         ["{d}的上一个月是几月？", "{d}之前是几月？", "{d}前面是几月？", "这个月是{d}，上个月是几月？", "{d}的上个月是几月？"])
        else:
            templates = (["What month comes after {d}?", "Which month is after {d}?", "Which month follows {d}?"] if step > 0 else
                         ["What month comes before {d}?", "Which month is before {d}?"])
    else:
        i, step = rng.randrange(7), rng.choice([1, 1, 1, -1, -1, -1, 2, -2])
        if zh:
            templates = {1: ["{d}的后一天是{n}几？", "{d}之后是{n}几？", "今天{d}，明天{n}几？", "今天是{d}，明天是{n}几？", "{d}后面是{n}几？"],
                         -1: ["{d}的前一天是{n}几？", "{d}之前是{n}几？", "今天{d}，昨天{n}几？", "今天是{d}，昨天是{n}几？"],
                         2: ["今天是{d}，后天是{n}几？", "今天{d}，后天{n}几？", "{d}过两天是{n}几？"], -2: ["今天是{d}，前天是{n}几？", "今天{d}，前天{n}几？"]}[step]
            prompt = ask(rng, zh, templates, d=cycle[i], n=name)
            return prompt, cycle[(i + step) % 7], wording_key(prompt)
        templates = {1: ["What day comes after {d}?", "Which day is after {d}?", "What is the day after {d}?", "If today is {d}, what day is tomorrow?",
                         "Today is {d}. What day is tomorrow?", "Next day after {d}?"],
                     -1: ["What day comes before {d}?", "Which day is before {d}?", "What is the day before {d}?", "If today is {d}, what day was yesterday?",
                          "Today is {d}. What day was yesterday?"],
                     2: ["If today is {d}, what is the day after tomorrow?", "What day is 2 days after {d}?"],
                     -2: ["What day is 2 days before {d}?"]}[step]
    prompt = ask(rng, zh, templates, d=cycle[i])
    return prompt, cycle[(i + step) % len(cycle)], wording_key(prompt)


def units(rng, zh):
    factor, limit, big, small, big_zh, small_zh = rng.choice(UNITS)
    n = rng.randrange(1, limit)
    down = rng.random() < 0.6                                  # from the larger unit to the smaller
    if zh:
        source, target = (rng.choice(big_zh), small_zh) if down else (rng.choice(small_zh), big_zh)
        target = rng.choice(target)
    else:
        source, target = (rng.choice(big), small) if down else (rng.choice(small), big)
        target = rng.choice(target)
    amount, answer = (n, n * factor) if down else (n * factor, n)
    templates = (["{a}{s}等于多少{t}？", "{a}{s}是多少{t}？", "{a}{s}等于几{t}？", "把{a}{s}换算成{t}", "{a}{s}有多少{t}？"] if zh else
                 ["How many {t} are in {a} {s}?", "How many {t} is {a} {s}?", "Convert {a} {s} to {t}.", "{a} {s} in {t}?", "{a} {s} to {t}", "What is {a} {s} in {t}?"])
    prompt = ask(rng, zh, templates, a=amount, s=source, t=target)
    key = f"unit:{big[0]}:{small[0]}:{n}" if factor in (10, 100, 1000) else wording_key(prompt)
    return prompt, f"{amount}{source} = {answer}{target}" if zh else f"{amount} {source} = {answer} {target}", key


# --- talk

def phrased(rng, zh, phrase):
    """A phrase with what people put around it. The bare phrase is always trained on, the others may be held out."""
    if rng.random() < 0.25:
        return phrase, "core:"
    before = (["", "", "", "你好，", "请问", "那", "嗯，", "我想问，", "好的，", "哎，"] if zh else
              ["", "", "", "Hi, ", "Hello, ", "Hey, ", "OK, ", "So ", "Well, ", "Excuse me, "])
    after = ["", "", "", "呢", "呀", "啊"] if zh else ["", "", "", " please", " now", " then", " my friend", " today"]
    marks = ["", "", "？", "。", "！", "?", "!", "？？"] if zh else ["", "", "?", "?", ".", "!", "??"]
    prompt = rng.choice(before) + phrase.rstrip("?!.？！。") + rng.choice(after)
    prompt = prompt.lower() if not zh and rng.random() < 0.4 else prompt[0].upper() + prompt[1:]
    bare = prompt.lower() == phrase.rstrip("?!.？！。").lower()
    prompt = phrase if bare and rng.random() < 0.5 else prompt + rng.choice(marks)
    return prompt, ("core:" if bare else "") + wording_key(prompt)


def dialogue(rng, zh):
    language = "zh" if zh else "en"
    if rng.random() < 0.1:
        name = rng.choice(NAMES_ZH if zh else NAMES)
        prompt, _ = phrased(rng, zh, rng.choice(["我叫{}", "我的名字是{}", "我是{}"] if zh else
                                                ["My name is {}", "I am {}", "I'm {}", "Call me {}"]).format("<>"))
        prompt = prompt.replace("<>", name)
        return prompt, f"你好，{name}，很高兴认识你！" if zh else f"Nice to meet you, {name}!", wording_key(prompt)
    phrases, answer = rng.choice(CHAT[language])
    prompt, key = phrased(rng, zh, rng.choice(phrases))
    return prompt, answer, key


def unknown(rng, zh):
    templates, topics = UNKNOWN["zh" if zh else "en"]
    if rng.random() < 0.06:
        prompt = " ".join(letters(rng, 8) for _ in range(rng.randint(1, 3)))
        return prompt, UNKNOWN_ANSWER["en"], wording_key(prompt), tuple(prompt.split())
    if rng.random() < 0.2:                                     # sums that are too large
        operation, low = rng.choice([("add", 200), ("add", 200), ("subtract", 200), ("multiply", 20)])
        a, b = rng.randrange(low, rng.choice([1000, 10000])), rng.randrange(low // 8, rng.choice([100, 1000, 10000]))
        prompt = calculation(rng, zh, operation, max(a, b), min(a, b), None)[0]
        return prompt, UNKNOWN_ANSWER["zh" if re.search("[\u4e00-\u9fff]", prompt) else "en"], wording_key(prompt)
    if rng.random() < 0.15:
        prompt, key = phrased(rng, zh, rng.choice(UNKNOWN_PHRASES["zh" if zh else "en"]))
        return prompt, UNKNOWN_ANSWER["zh" if zh else "en"], key
    topic = rng.choice(topics)
    prompt = ask(rng, zh, templates, t=topic)
    return prompt, UNKNOWN_ANSWER["zh" if zh else "en"], wording_key(prompt)


def long_answers(rng, zh):
    """Answers of 40 to 150 tokens, so that speed has something to be measured on."""
    language, roll = "zh" if zh else "en", rng.random()
    if roll < 0.55:
        step = rng.choice([1, 1, 1, 1, 2, 5, 10])
        start = 1 if step == 1 else step
        count = rng.randrange(5, 41 if step == 1 else 13)
        numbers = [start + step * i for i in range(count)]
        down = step == 1 and rng.random() < 0.25
        if down:
            numbers.reverse()
        a, b = numbers[0], numbers[-1]
        if step > 1:
            templates = (["从{a}数到{b}，每次加{s}", "从{a}开始每次加{s}数到{b}"] if zh else
                         ["Count from {a} to {b} by {s}.", "Count by {s} from {a} to {b}"])
        elif zh:
            templates = ["从{a}倒数到{b}", "从{a}数到{b}"] if down else ["从{a}数到{b}", "数到{b}", "数数，从{a}到{b}", "从{a}一直数到{b}"]
        else:
            templates = (["Count down from {a} to {b}.", "Count from {a} to {b}."] if down else
                         ["Count from {a} to {b}.", "Count to {b}.", "Count from {a} up to {b}.", "List the numbers from {a} to {b}."])
        return ask(rng, zh, templates, a=a, b=b, s=step), " ".join(map(str, numbers)), "core:row"
    if roll < 0.68:
        n = rng.randrange(1, 13)
        templates = (["{n}的乘法表", "写出{n}的乘法表", "背一下{n}的乘法口诀", "列出{n}的乘法表"] if zh else
                     ["Multiplication table of {n}", "Write the multiplication table of {n}.", "Times table of {n}", "Show me the {n} times table."])
        return ask(rng, zh, templates, n=n), "\n".join(f"{n} x {i} = {n * i}" for i in range(1, 11)), "core:table"
    if roll < 0.82:
        prompts, answer = rng.choice(STORIES[language])
    else:
        prompts, answer = rng.choice(ABOUT[language])
    prompt, key = phrased(rng, zh, rng.choice(prompts))
    return prompt, answer, key


# category: (generator, share of the training questions)
CATEGORIES = {"addition": (addition, 13), "subtraction": (subtraction, 14), "table": (table, 6), "sorting": (sorting, 12),
              "extremes": (extremes, 7), "comparing": (comparing, 10), "reversing": (reversing, 15), "counting": (counting, 10),
              "days": (days, 6), "units": (units, 6), "dialogue": (dialogue, 5), "unknown": (unknown, 4), "long_answers": (long_answers, 7)}


def draw(rng, category, which="train", language=None):
    """One item of a category out of one part."""
    while True:
        chosen = language or rng.choice(["en", "en", "zh"] if category in ("reversing", "counting") else ["en", "zh"])
        item = Item(category, chosen, *CATEGORIES[category][0](rng, chosen == "zh"))
        if part(item.key) == which:
            return item


def follow_up(rng):
    """A short dialogue whose later turns need the earlier ones."""
    zh, roll = rng.random() < 0.5, rng.random()
    if roll < 0.4:
        a, b, c = rng.randrange(60), rng.randrange(1, 40), rng.randrange(1, 20)
        plus = rng.random() < 0.6 or a + b < c
        total = a + b + c if plus else a + b - c
        keys = [sum_key(a, b), sum_key(a + b, c) if plus else f"subtract:{c}:{a + b}"]
        then = (["再加{c}", "再加{c}呢？", "加上{c}"] if plus else ["再减{c}", "减去{c}呢？"]) if zh else (
            ["plus {c}?", "Add {c}.", "And add {c} to that?", "now add {c}"] if plus else ["minus {c}?", "Subtract {c}.", "now subtract {c}"])
        turns = [calculation(rng, zh, "add", a, b, a + b)[:2], (rng.choice(then).format(c=c), f"{a + b} {'+' if plus else '-'} {c} = {total}")]
    elif roll < 0.65:
        prompt, answer, key = sorting(rng, zh)[:3]
        keys = [key]
        turns = [(prompt, answer), (rng.choice(["反过来", "倒过来呢？", "反过来呢？"] if zh else
                                               ["Reverse it.", "now reverse that", "And reversed?", "the other way round"]),
                                    " ".join(answer.split()[::-1]))]
    else:
        name, keys = rng.choice(NAMES_ZH if zh else NAMES), []
        turns = [(rng.choice(["我叫{}", "你好，我是{}。", "我的名字是{}"] if zh else ["My name is {}.", "Hi, I am {}", "I'm {}"]).format(name),
                  f"你好，{name}，很高兴认识你！" if zh else f"Nice to meet you, {name}!")]
        if rng.random() < 0.5:
            item = draw(rng, rng.choice(["addition", "dialogue", "days"]), language="zh" if zh else "en")
            if not item.answer.startswith(("Nice to meet", "你好，")):
                turns.append((item.prompt, item.answer))
        turns.append((rng.choice(["我叫什么名字？", "我叫什么？", "你记得我的名字吗？"] if zh else
                                 ["What is my name?", "what's my name", "Do you remember my name?"]),
                      f"你叫{name}。" if zh else f"Your name is {name}."))
    return turns if all(part(k) == "train" for k in keys) else follow_up(rng)


def conversation(rng, shares):
    """A training dialogue: a list of messages. shares: category to sampling weight."""
    names, weights = list(shares), list(shares.values())
    messages = []
    if rng.random() < 0.12:
        messages.append({"role": "system", "content": rng.choice(SYSTEM_PROMPTS)})
    turns = rng.choices([1, 2, 3, rng.randint(4, 14)], [64, 22, 12, 2])[0]
    while turns > 0:
        if rng.random() < 0.06:
            pairs = follow_up(rng)
        else:
            item = draw(rng, rng.choices(names, weights)[0])
            pairs = [(item.prompt, item.answer)]
        for question, answer in pairs:
            messages += [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
        turns -= len(pairs)
    return messages


def document(rng, lines, which="train"):
    """Plain text: dialogues written as lines, and lines of sums."""
    out = []
    while len(out) < lines:
        zh = rng.random() < 0.5
        if rng.random() < 0.3:
            _, answer, key = rng.choice([addition, subtraction])(rng, False)
            if part(key) == which:
                out.append(answer)
            continue
        item = draw(rng, rng.choice(list(CATEGORIES)), which, "zh" if zh else "en")
        user, helper = rng.choice([("用户：", "助手："), ("问：", "答：")] if zh else [("User: ", "Assistant: "), ("Q: ", "A: ")])
        out.append(user + item.prompt.strip())
        out.append(helper + item.answer)
    return "\n".join(out) + "\n"


def question_set(seed, which, per_category):
    """Distinct questions of one part, the same number from each category, half in each language."""
    rng, seen, items = random.Random(seed), set(), []
    for category in CATEGORIES:
        count = misses = 0
        while count < per_category and misses < 2000:
            item = draw(rng, category, which, ("en", "zh")[count % 2])
            identities = {item.key, wording_key(item.prompt)}
            if identities & seen:
                misses += 1
                continue
            seen |= identities
            items.append(item._replace(prompt=item.prompt.strip()))
            count += 1
    return items
