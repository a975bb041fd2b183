#!/usr/bin/env python3
"""Renders templates with transformers' apply_chat_template and writes what came out, texts and errors, as JSON.

Usage: make_templates.py TEMPLATE_FOLDER SNIPPETS OUT_FOLDER
Every *.jinja of TEMPLATE_FOLDER meets every conversation below (OUT_FOLDER/expected.json); every line of SNIPPETS is a
template of its own (OUT_FOLDER/snippets.json).
"""
import json
import pathlib
import sys

import jinja2
import transformers
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather of a city, \"now\" — 天气",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "the city's name"},
                "unit": {"type": ["string", "null"], "enum": ["celsius", "fahrenheit"]},
                "days": {"type": "integer", "default": 1, "minimum": 0.5},
            },
            "required": ["city"],
        },
    },
}
CLOCK = {"type": "function", "function": {"name": "clock", "description": "", "parameters": {"type": "object", "properties": {}, "required": []}}}
CALL = {"id": "abcdefghi", "type": "function",
        "function": {"name": "get_weather", "arguments": {"city": "北京", "unit": None, "days": 2, "exact": 1.0, "tags": ["a", "b"]}}}
DOCUMENTS = [{"title": "the first document", "text": "  line one\n\nline <two> & 三  "}, {"title": "", "text": "short"}]


def user(text):
    return {"role": "user", "content": text}


def assistant(text, **more):
    return {"role": "assistant", "content": text, **more}


def system(text):
    return {"role": "system", "content": text}


CONVERSATIONS = {
    "question": dict(messages=[user("Hello there! How are you?")]),
    "system": dict(messages=[system("  Be brief.\n"), user("What is 1 + 1?")]),
    "turns": dict(messages=[system("S"), user("one"), assistant("two"), user("three\nfour"), assistant(" five "), user("six")]),
    "no prompt": dict(messages=[user("Hi"), assistant("Hello, world.")], add_generation_prompt=False),
    "empty": dict(messages=[user(""), assistant(""), user("   \n")]),
    "characters": dict(messages=[system("你是一个助手。"), user("Straße ǆ ﬁn İstanbul ΣΑΣ 👩‍👩‍👧 e\u0301 \u00a0\u3000ÀÉ\u2028x"), assistant("مرحبا\t‘quotes’ \"double\" 'single' \\ back\u0007")]),
    "syntax": dict(messages=[user("{{ messages }} {% if x %} {# c #} {{ raise_exception('no') }} <|im_end|> [INST] %}"), assistant("}} {{"), user("</think> <think>")]),
    "tools": dict(messages=[system("Use tools."), user("Weather?"), assistant("", tool_calls=[CALL]),
                            {"role": "tool", "content": "{\"temp\": 21}", "tool_call_id": "abcdefghi", "name": "get_weather"}, assistant("It is 21 degrees."), user("Thanks")],
                  tools=[WEATHER, CLOCK], date_string="1 May 2025"),
    "tool result last": dict(messages=[user("Weather and time?"), assistant("Let me see.", tool_calls=[CALL, {**CALL, "id": "123456789"}]),
                                       {"role": "tool", "content": "sunny", "tool_call_id": "abcdefghi"}, {"role": "tool", "content": "12:00", "tool_call_id": "123456789"}],
                             tools=[WEATHER]),
    "call without content": dict(messages=[user("Go"), {"role": "assistant", "content": None, "tool_calls": [CALL]}, {"role": "tool", "content": "done", "tool_call_id": "x"}]),
    "thinking": dict(messages=[user("Why?"), assistant("<think>\nbecause\n</think>\n\nSo."), user("And?"), assistant("Right.", reasoning_content="\nhidden\n")], enable_thinking=False),
    "thinking off": dict(messages=[user("Quick")], enable_thinking=False),
    "documents": dict(messages=[user("Summarize")], documents=DOCUMENTS),
    "parts": dict(messages=[user([{"type": "text", "text": "Look: "}, {"type": "image"}, {"type": "text", "text": "!"}])]),
    "wrong order": dict(messages=[assistant("I start"), user("why")]),
    "strange role": dict(messages=[user("a"), {"role": "oracle", "content": "b", "name": "Delphi"}]),
}


def tokenizer():
    made = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE()), bos_token="<s>", eos_token="</s>", pad_token="<pad>")
    assert made.special_tokens_map == {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}, made.special_tokens_map
    return made


def render(made, template, conversation):
    options = {"add_generation_prompt": True, **conversation}
    messages = options.pop("messages")
    try:
        return {"text": made.apply_chat_template(messages, chat_template=template, tokenize=False, **options)}
    except jinja2.exceptions.TemplateSyntaxError as error:
        return {"error": str(error), "kind": "syntax"}
    except jinja2.exceptions.TemplateError as error:
        raised = type(error) is jinja2.exceptions.TemplateError
        return {"error": str(error), "kind": "raised" if raised else "failed"}
    except Exception as error:  # what Python's own operations raise
        return {"error": f"{type(error).__name__}: {error}", "kind": "failed"}


def write(path, rows):
    head = {"transformers": transformers.__version__, "jinja2": jinja2.__version__}
    text = json.dumps({**head, **rows}, ensure_ascii=True, indent=1)
    pathlib.Path(path).write_text(text + "\n", encoding="utf-8")


def main(folder, snippets, out):
    made = tokenizer()
    rows = []
    for path in sorted(pathlib.Path(folder).glob("*.jinja")):
        template = path.read_text(encoding="utf-8")
        for name, conversation in CONVERSATIONS.items():
            rows.append({"template": path.name, "conversation": name, **render(made, template, conversation)})
    write(f"{out}/expected.json", {"conversations": CONVERSATIONS, "rows": rows})
    given = CONVERSATIONS["tools"]
    lines = [json.loads(f'"{line}"') for line in pathlib.Path(snippets).read_text(encoding="utf-8").splitlines() if line]
    write(f"{out}/snippets.json", {"conversation": given, "rows": [{"template": line, **render(made, line, given)} for line in lines]})
    print(f"{len(rows)} renderings, {sum('error' in row for row in rows)} of them errors; {len(lines)} snippets")


main(*sys.argv[1:])
