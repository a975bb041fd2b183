"""What tokenizers are trained on here, and the random strings they are compared with."""
import unicodedata

TRAINING = [
    "The quick brown fox jumps over the lazy dog. It's a test, isn't it? We'll see 1234567890 times.",
    "def main(argv):\n    for i in range(10):\n        print(f\"{i:>4} {argv[i]}\")\n    return 0\n",
    "int main(int argc, char** argv) {\n\tstd::vector<int> v{1, 2, 3};\n\treturn v[0] == 1 ? 0 : -1;\n}\n",
    "Hello, world! hello again; HELLO once more. lower, lowest, lowering, low, newer, newest, wide, widest.",
    "你好,世界。今天天气很好!我们去公园吧。人工智能语言模型的分词器。",
    "日本語のテキストと한국어 텍스트 и русский текст, naïve café — “quotes” … ελληνικά",
    "   spaces   and\ttabs\t\tand\n\n\nlines \r\n mixed  ",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
    "! \" # $ % & ' ( ) * + , - . / : ; < = > ? @ [ \\ ] ^ _ ` { | } ~ 0 1 2 3 4 5 6 7 8 9",
] * 3

CODE = ["def f(x):\n    return x ** 2\n", "for(;;){i+=1;}", "<div class=\"a\">", "x_1 = y->z[0]", "https://a.b/c?d=e&f",
        "/* comment */", "'s 't 're I'VE we'll ''", "1,234.56e-7", "0x1F600", "#include <a>\n", "\\d+\\s*", "{{ a }}"]
WORDS = ["hello", "Hello", "world", "lowest", "newer", "The", "THE", "naïve", "café", "it's", "don'T", "你好", "世界", "模型",
         "日本語", "テキスト", "한국어", "текст", "ελληνικά", "العربية", "עברית", "हिन्दी", "ไทย", "ﬁ", "ß", "İ", "ı", "ſ", "Ⅷ",
         "½", "²", "٣", "१२", "①", "㍿", "ｆｕｌｌ", "e\u0301", "A\u030a", "\u1e9b\u0323", "가", "\u1100\u1161", "q\u0307\u0323"]
EMOJI = ["👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "1️⃣", "☺️", "😀", "\u200d", "\ufe0f", "🏽"]
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", "\u00a0", "\u2003", "\u3000", "\u200b", "\u0085", "\u2028", "\u180e", "\ufeff",
          " \t ", "\v\f", "\u2581", "\u2581\u2581"]
CONTROL = ["\0", "\x01", "\x1b[0m", "\x7f", "\u009f", "\ufffd", "\ufffe", "\ufdd0", "\U0010ffff", "\ue000", "\u202e", "\u2066", "\u00ad"]
ASSIGNED = [c for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cs", "Cn")]


def broken(random, token):
    """A piece of a special token, or one with a character too much."""
    cut = random.randrange(len(token) + 1)
    return random.choice([token[:cut], token[cut:], token[:cut] + " " + token[cut:], token.upper(), token + token])


def part(random, tokens):
    kind = random.randrange(13)
    if kind <= 2:
        return random.choice(WORDS)
    if kind == 3:
        return random.choice(CODE)
    if kind == 4:
        return random.choice(EMOJI)
    if kind <= 6:
        return random.choice(SPACES)
    if kind == 7:
        return random.choice(CONTROL)
    if kind == 8:
        return "".join(chr(random.choice(ASSIGNED)) for _ in range(random.randrange(1, 4)))
    if kind == 9:
        return "".join(chr(random.randrange(32, 127)) for _ in range(random.randrange(1, 8)))
    if kind == 10:
        return "".join(chr(random.randrange(0x4E00, 0x9FFF)) for _ in range(random.randrange(1, 4)))
    if kind == 11 and tokens:
        token = random.choice(tokens)
        return random.choice([token, token, " " + token + " ", broken(random, token)])
    return random.choice("abcdeABxyz") * random.choice([1, 2, 3, 9])


def text(random, tokens, most_parts):
    return "".join(part(random, tokens) for _ in range(min(most_parts, random.choice([0, 1, 1, 2, 2, 3, 4, 5, 7, 10]))))
