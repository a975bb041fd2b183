# SPDX-License-Identifier: GPL-3.0-or-later
"""Words and fixed phrases of the demo model's training text."""

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
DAYS_ZH = "一二三四五六日"
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

# factor, first count not asked for, names of the larger and of the smaller unit
UNITS = [(100, 100, ["m", "meters"], ["cm", "centimeters"], ["米"], ["厘米"]),
         (1000, 50, ["km", "kilometers"], ["m", "meters"], ["公里", "千米"], ["米"]),
         (1000, 50, ["kg", "kilograms"], ["g", "grams"], ["千克", "公斤"], ["克"]),
         (10, 100, ["cm", "centimeters"], ["mm", "millimeters"], ["厘米"], ["毫米"]),
         (60, 13, ["hours"], ["minutes"], ["小时"], ["分钟"]),
         (60, 13, ["minutes"], ["seconds"], ["分钟"], ["秒"]),
         (24, 8, ["days"], ["hours"], ["天"], ["小时"]),
         (7, 13, ["weeks"], ["days"], ["周"], ["天"]),
         (12, 11, ["years"], ["months"], ["年"], ["个月"])]

NAMES = "Anna Ben Carl Dora Emma Frank Grace Henry Ivy Jack Kate Leo Maria Nora Oscar Paul Rosa Sam Tom Vera Will Zoe Alice Bob Lucy Mark Peter Li Wang Chen".split()
NAMES_ZH = "小明 小红 小李 小王 小张 李华 王芳 张伟 陈静 刘洋 小美 小林 大卫 安娜 丽丽 小军".split()

ASCII_WORDS = """apple banana bread butter cat dog horse mouse bird fish house table chair window door garden river stone tree flower water
fire earth cloud rain snow summer winter spring school book paper pencil letter number music piano guitar drum dance dream night
morning happy yellow green orange purple red blue black white sugar salt milk coffee tea cake pizza rice noodle soup lemon cherry
grape peach melon onion potato carrot tomato tiger lion bear wolf rabbit monkey panda zebra camel goose duck hello world
robot planet moon star sun ocean island forest bridge castle market street train plane boat bike wheel engine computer model
strawberry butterfly elephant mountain keyboard""".split()

SYSTEM_PROMPTS = ["You are a helpful assistant.", "You are a careful assistant.", "Be brief.", "Answer the question.", "You are a helpful and honest assistant.",
                  "你是一个有用的助手。", "请简短回答。", "你是一个认真的助手。"]

WHO = "I am the demo model of AutoGLM Workbench, a tiny language model."
WHO_ZH = "我是 AutoGLM Workbench 的演示模型，一个很小的语言模型。"
CAN = "I can add, subtract, multiply and divide small numbers, compare and sort them, reverse and count letters, and tell days and units. Try: sort 5 3 9"
CAN_ZH = "我会小数目的加减乘除、比较大小、排序、倒写单词、数字母，还会算日期和换算单位。试试：把 5 3 9 从小到大排列"

# phrases that ask for the same thing, and the one answer
CHAT = {
    "en": [
        (["hello", "hi", "hey", "Hello!", "Hi there!", "good day", "greetings", "hello there"], "Hello! How can I help you?"),
        (["good morning", "Good morning!"], "Good morning! How can I help you?"),
        (["good evening", "Good evening!"], "Good evening! How can I help you?"),
        (["how are you?", "how are you doing?", "how do you do?", "how is it going?", "are you ok?"], "I am fine, thank you. How can I help you?"),
        (["who are you?", "what are you?", "who is this?", "what is your name?", "what's your name?", "introduce yourself", "what model are you?", "which model is this?"], WHO),
        (["what can you do?", "help", "help me", "how can you help me?", "what do you know?", "what are you able to do?", "what should I ask you?", "what can I ask?"], CAN),
        (["thank you", "thanks", "thanks a lot", "thank you very much", "many thanks", "thx"], "You are welcome!"),
        (["bye", "goodbye", "see you", "see you later", "good night", "bye bye"], "Goodbye! Have a nice day."),
        (["are you human?", "are you a robot?", "are you a person?", "are you real?", "are you a machine?"], "No human here: I am a tiny language model."),
        (["who made you?", "who trained you?", "who built you?", "where do you come from?", "how were you trained?"], "I was trained by the AutoGLM Workbench project on text made by a small script."),
        (["how big are you?", "how many parameters do you have?", "what size are you?"], "I have about two million parameters, which is tiny."),
        (["good", "great", "well done", "nice", "very good", "cool", "wow", "correct", "ok"], "Thank you! Ask me another one."),
        (["that is wrong", "wrong", "you are wrong", "not right", "that is not correct"], "I am sorry, I am small and make mistakes. Please ask again."),
        (["do you speak Chinese?", "can you speak Chinese?", "what languages do you speak?", "which languages do you know?"], "I speak a little English and a little Chinese."),
        (["test", "testing", "this is a test", "are you there?", "can you hear me?"], "I am here. Ask me something small, like 12 + 30."),
    ],
    "zh": [
        (["你好", "您好", "你好！", "嗨", "哈喽", "你好啊", "大家好", "在吗", "在吗？"], "你好！有什么可以帮你？"),
        (["早上好", "早上好！", "早"], "早上好！有什么可以帮你？"),
        (["晚上好", "晚上好！"], "晚上好！有什么可以帮你？"),
        (["你好吗？", "你怎么样？", "最近怎么样？", "你还好吗？"], "我很好，谢谢。有什么可以帮你？"),
        (["你是谁？", "你是谁", "你叫什么？", "你叫什么名字？", "你是什么？", "你是什么模型？", "介绍一下你自己", "自我介绍"], WHO_ZH),
        (["你会什么？", "你能做什么？", "你会做什么？", "你可以做什么？", "帮帮我", "帮助", "你能帮我什么？", "你有什么功能？", "我可以问什么？"], CAN_ZH),
        (["谢谢", "谢谢你", "多谢", "非常感谢", "感谢"], "不客气！"),
        (["再见", "拜拜", "回头见", "晚安", "明天见"], "再见！祝你愉快。"),
        (["你是人吗？", "你是机器人吗？", "你是真人吗？"], "我不是人，我是一个很小的语言模型。"),
        (["谁做的你？", "谁训练的你？", "你从哪里来？", "你是怎么训练的？", "谁开发的你？"], "我由 AutoGLM Workbench 项目用一个小程序生成的文字训练而成。"),
        (["你有多大？", "你有多少参数？", "你的参数有多少？"], "我大约有两百万个参数，非常小。"),
        (["很好", "不错", "真棒", "对", "答对了", "厉害", "好的"], "谢谢！再问我一个吧。"),
        (["不对", "错了", "你错了", "答错了"], "对不起，我很小，会出错。请再问一次。"),
        (["你会说英语吗？", "你会说中文吗？", "你会哪些语言？", "你会说什么语言？"], "我会一点中文和一点英语。"),
        (["测试", "测试一下", "听得到吗？", "这是测试"], "我在。问我一个简单的问题吧，比如 12+30。"),
    ],
}

STORIES = {
    "en": [
        (["tell me a story", "tell me a short story", "a story", "story", "can you tell me a story?", "write a story", "tell me a story about a fox", "a story about a fox"],
         "A little fox lived at the edge of the forest. One cold night it found a lost duck in the snow. The fox was hungry, but the duck was "
         "afraid and alone. So the fox made a fire, and they told each other stories until the morning. Since that day they share the forest, and nobody there is alone in the winter."),
        (["tell me a story about a robot", "a story about a robot", "write a story about a robot", "robot story"],
         "A small robot counted the stars every night. One, two, three, and on it went, but it never came to the end. A child asked: why do you "
         "count them? The robot said: so that not one of them is forgotten. Then the child sat down beside it, and they counted together until the sun came up."),
        (["tell me a story about the moon", "a story about the moon", "write a story about the moon", "moon story"],
         "The moon was tired of being alone. It asked the river to be its friend. The river said: I can not come up to you, but I can carry your light. "
         "So every night the moon looks into the water, and every night the river carries a second moon down to the ocean."),
    ],
    "zh": [
        (["讲个故事", "给我讲个故事", "讲一个故事", "说个故事", "讲个故事吧", "讲个狐狸的故事", "写一个故事"],
         "森林边住着一只小狐狸。一个寒冷的晚上，它在雪地里遇到一只迷路的鸭子。狐狸很饿，可是鸭子又害怕又孤单。"
         "于是狐狸生起火，他们讲故事一直讲到早上。从那天起，他们一起住在森林里，冬天再也没有谁是孤单的。"),
        (["讲个机器人的故事", "给我讲个机器人的故事", "写一个机器人的故事"],
         "有一个小机器人每天晚上都数星星。一颗，两颗，三颗，它一直数，可是怎么也数不完。一个孩子问：你为什么数它们？"
         "机器人说：这样就没有一颗星星会被忘记。于是孩子坐在它的身边，他们一起数到太阳出来。"),
        (["讲个月亮的故事", "给我讲个月亮的故事", "写一个月亮的故事"],
         "月亮一个人很孤单，它想和小河做朋友。小河说：我不能上去找你，可是我能带着你的光。"
         "于是每天晚上月亮都看着水里，小河就带着另一个月亮，一直走到大海。"),
    ],
}

ABOUT = {
    "en": [
        (["tell me about yourself", "tell me more about yourself", "describe yourself", "say something about yourself", "tell me something long", "write a long text"],
         "I am the demo model of AutoGLM Workbench. I am a very small language model of the GLM family, with about two million parameters, so that I fit "
         "into a few megabytes and run on every machine. I was trained in about one hour on two processor cores, on text made by a script. I can do small sums, sort and "
         "compare numbers, reverse and count letters, and tell days and units, in English and in Chinese. I know nothing else about the world."),
        (["list the days of the week", "what are the days of the week?", "name the days of the week", "days of the week", "tell me the days of the week"],
         "The days of the week are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday."),
        (["list the months", "what are the months of the year?", "list the months of the year", "name the months", "tell me all months"],
         "The months of the year are January, February, March, April, May, June, July, August, September, October, November and December."),
        (["say the alphabet", "list the alphabet", "what is the alphabet?", "write the alphabet", "alphabet"], "a b c d e f g h i j k l m n o p q r s t u v w x y z"),
    ],
    "zh": [
        (["介绍一下你", "详细介绍一下你自己", "说说你自己", "谈谈你自己", "写一段长文字"],
         "我是 AutoGLM Workbench 的演示模型。我是一个非常小的 GLM 语言模型，大约有两百万个参数，只占几兆字节，在每台机器上都能运行。"
         "我在两个处理器核心上用大约一个小时训练而成，训练文字由程序生成。我会小数目的计算、排序和比较大小，会倒写单词、数字母，会算日期和换算单位，会一点中文和英语。别的事情我都不知道。"),
        (["一周有哪几天？", "列出一周的每一天", "星期一到星期日怎么说？", "说出一周的七天"], "一周有七天：星期一、星期二、星期三、星期四、星期五、星期六、星期日。"),
        (["一年有哪些月份？", "列出所有月份", "说出一年的十二个月"], "一年有十二个月：1月、2月、3月、4月、5月、6月、7月、8月、9月、10月、11月、12月。"),
        (["说出英文字母表", "写出字母表", "字母表", "英文字母有哪些？"], "a b c d e f g h i j k l m n o p q r s t u v w x y z"),
    ],
}

UNKNOWN_ANSWER = {
    "en": "Sorry, I do not know that. I only know small sums, sorting, comparing, reversing, counting, days and units.",
    "zh": "抱歉，这个我不会。我只会简单的计算、排序、比较、倒写、计数、日期和单位换算。",
}

UNKNOWN = {
    "en": (["What is {t}?", "What is the capital of {t}?", "Who invented {t}?", "Explain {t}.", "Write a poem about {t}.", "Tell me about {t}.", "What do you think about {t}?",
            "How does {t} work?", "Where is {t}?", "Who is {t}?", "Write a program for {t}.", "Why is {t} so important?", "When was {t} made?", "Do you like {t}?",
            "Translate {t} into French.", "What is the weather in {t}?", "Give me a recipe for {t}.", "Tell me a joke about {t}.", "{t}", "What is the meaning of {t}?", "How do I learn {t}?", "Who wrote {t}?",
            "Is {t} true?", "Can you draw {t}?", "Summarize {t}."],
           ["France", "Germany", "China", "Beijing", "Paris", "London", "America", "physics", "chemistry", "history", "the sky", "the sea", "life", "love", "money", "football", "chess",
            "quantum mechanics", "machine learning", "Python", "a compiler", "the internet", "the telephone", "Shakespeare", "Einstein", "Newton", "a car", "electricity", "the president",
            "art", "music", "poetry", "a dinosaur", "gravity", "the universe", "a black hole", "philosophy", "the stock market", "bitcoin", "cooking", "pasta", "climate change", "Mars",
            "Japan", "India", "Hamlet", "the Bible", "democracy", "a neural network", "Linux", "Windows", "a transformer", "evolution", "medicine", "cancer", "the brain", "happiness", "Harry Potter", "a prime number", "the square root of two", "calculus"]),
    "zh": (["{t}是什么？", "什么是{t}？", "{t}在哪里？", "解释一下{t}", "写一首关于{t}的诗", "介绍一下{t}", "谁发明了{t}？", "{t}怎么样？", "你喜欢{t}吗？", "怎么学{t}？", "{t}的首都是哪里？", "为什么{t}很重要？",
            "{t}今天天气怎么样？", "讲一个{t}的笑话", "翻译{t}", "{t}", "{t}是谁？", "{t}怎么做？", "你怎么看{t}？"],
           ["法国", "德国", "中国", "北京", "上海", "美国", "日本", "物理", "化学", "历史", "天空", "生活", "爱情", "股票", "足球", "人工智能", "机器学习", "编程", "电脑", "互联网", "手机",
            "鲁迅", "李白", "牛顿", "汽车", "飞机", "总统", "艺术", "音乐", "恐龙", "宇宙", "黑洞", "哲学", "经济", "做饭", "火星", "大脑", "医学", "苹果手机", "电影", "小说", "数学定理", "红楼梦", "春节", "长城"]),
}

UNKNOWN_PHRASES = {
    "en": ["What time is it?", "What day is it today?", "How old are you?", "I love you", "How is the weather today?", "Tell me a joke", "Sing a song", "Write a poem", "Write some code",
           "What does the fox say?", "What is the meaning of life?", "Who is the president?", "Give me some advice", "I am tired", "I am hungry", "What should I eat?", "Translate this", "What is the news?"],
    "zh": ["现在几点？", "今天星期几？", "今天几号？", "明天星期几？", "你几岁？", "我爱你", "今天天气怎么样？", "讲个笑话", "唱首歌", "写一首诗", "写一段代码", "我饿了", "我累了",
           "吃什么好？", "翻译一下", "有什么新闻？", "给我一个建议", "人生的意义是什么？"],
}
