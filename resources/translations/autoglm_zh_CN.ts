<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ComparisonModel</name>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>KL divergence (nats)</source>
        <translation>KL 散度 (nats)</translation>
    </message>
    <message>
        <source>Same top token (%)</source>
        <translation>首选 token 相同 (%)</translation>
    </message>
    <message>
        <source>Decode rate (tok/s)</source>
        <translation>解码速度 (tok/s)</translation>
    </message>
    <message>
        <source>Time to first token (ms)</source>
        <translation>首 token 时间 (ms)</translation>
    </message>
    <message>
        <source>Time per token (ms)</source>
        <translation>每 token 时间 (ms)</translation>
    </message>
    <message>
        <source>Prefill rate (tok/s)</source>
        <translation>Prefill 速度 (tok/s)</translation>
    </message>
    <message>
        <source>Weights (MB)</source>
        <translation>权重 (MB)</translation>
    </message>
    <message>
        <source>Peak memory (MB)</source>
        <translation>内存峰值 (MB)</translation>
    </message>
    <message>
        <source>Load time (s)</source>
        <translation>加载时间 (s)</translation>
    </message>
    <message>
        <source>Task accuracy (%)</source>
        <translation>任务准确率 (%)</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 个百分点</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>a few seconds left</source>
        <translation>剩余几秒</translation>
    </message>
    <message>
        <source>about %1 s left</source>
        <translation>剩余约 %1 秒</translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation>剩余约 %1 分钟</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>libtorch</source>
        <translation>libtorch</translation>
    </message>
    <message>
        <source>GPU and driver</source>
        <translation>GPU 与驱动</translation>
    </message>
    <message>
        <source>Precisions, each checked against float64</source>
        <translation>各精度（与 float64 对照）</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Failure</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message numerus="yes">
        <source>%n failures</source>
        <translation>
            <numerusform>%n 项失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n 项警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n 项未知</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pass</source>
        <translation>
            <numerusform>%n 项通过</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LiveCharts</name>
    <message>
        <source>rest of the device</source>
        <translation>设备其余部分</translation>
    </message>
    <message>
        <source>rest</source>
        <translation>其余</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV cache</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>this program</source>
        <translation>本程序</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他进程</translation>
    </message>
    <message>
        <source>CPU packages</source>
        <translation>CPU 封装</translation>
    </message>
</context>
<context>
    <name>LiveWords</name>
    <message>
        <source>P50 %1</source>
        <translation>P50 %1</translation>
    </message>
    <message>
        <source>P99 %1</source>
        <translation>P99 %1</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Debug</source>
        <translation>调试</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>TokenDetails</name>
    <message>
        <source>token %1 of %2, id %3</source>
        <translation>第 %1 个 token，共 %2 个，id %3</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>TTFT %1</source>
        <translation>TTFT %1</translation>
    </message>
    <message>
        <source>%1 tokens in, %2 out</source>
        <translation>输入 %1 个 token，输出 %2 个</translation>
    </message>
    <message>
        <source>ended by the token limit</source>
        <translation>达到 token 上限</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>is %1 times as fast (%2 to %3)</source>
        <translation>速度为其 %1 倍（%2 至 %3）</translation>
    </message>
    <message>
        <source>is %1 times slower (%2 to %3)</source>
        <translation>慢至其 1/%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>cannot be told apart in speed (ratio %1)</source>
        <translation>速度无法区分（比值 %1）</translation>
    </message>
    <message>
        <source>needs the same memory</source>
        <translation>内存相同</translation>
    </message>
    <message>
        <source>needs %1 % less memory</source>
        <translation>内存少 %1 %</translation>
    </message>
    <message>
        <source>needs %1 % more memory</source>
        <translation>内存多 %1 %</translation>
    </message>
    <message>
        <source>picks the same token %1 % of the time</source>
        <translation>%1 % 的位置首选 token 相同</translation>
    </message>
    <message>
        <source>Compared with %1, %2 %3.</source>
        <translation>与 %1 相比，%2 %3。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message numerus="yes">
        <source>%n prompts</source>
        <translation>
            <numerusform>%n 个提示</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tasks</source>
        <translation>
            <numerusform>%n 道题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocks</source>
        <translation>
            <numerusform>%n 块</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n windows</source>
        <translation>
            <numerusform>%n 个窗口</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 个 token</numerusform>
        </translation>
    </message>
    <message>
        <source>No model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>对比中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Loading and verifying the weights</source>
        <translation>正在加载并校验权重</translation>
    </message>
    <message>
        <source>Loading arm A</source>
        <translation>正在加载 A 组</translation>
    </message>
    <message>
        <source>Loading arm B</source>
        <translation>正在加载 B 组</translation>
    </message>
    <message>
        <source>Preparing the prompts</source>
        <translation>正在准备提示</translation>
    </message>
    <message>
        <source>Looking at the machine</source>
        <translation>正在检查本机</translation>
    </message>
    <message>
        <source>Warming up</source>
        <translation>正在预热</translation>
    </message>
    <message>
        <source>Trial blocks, to fix how many are needed</source>
        <translation>试测，以确定所需块数</translation>
    </message>
    <message>
        <source>Measuring speed, A B B A</source>
        <translation>正在测速，A B B A</translation>
    </message>
    <message>
        <source>Comparing every prediction over a text</source>
        <translation>正在逐 token 比较两组的预测</translation>
    </message>
    <message>
        <source>Answering the prompts with both arms</source>
        <translation>两组正在回答提示</translation>
    </message>
    <message>
        <source>Questions with exact answers</source>
        <translation>有标准答案的题目</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>PASS</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>FAIL</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>INCONCLUSIVE</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>Divergence (KLD)</source>
        <translation>散度 (KLD)</translation>
    </message>
    <message>
        <source>Same top token</source>
        <translation>首选 token 相同</translation>
    </message>
    <message>
        <source>Perplexity ratio</source>
        <translation>困惑度之比</translation>
    </message>
    <message>
        <source>Task accuracy drop</source>
        <translation>任务准确率下降</translation>
    </message>
    <message>
        <source>Speed-up</source>
        <translation>加速比</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <source>%1, limit %2 %3</source>
        <translation>%1，限值 %2 %3</translation>
    </message>
    <message>
        <source>weights %1, KV cache %2 for %3 tokens, workspace %4: %5 in all</source>
        <translation>权重 %1，%3 个 token 的 KV cache %2，工作区 %4：共 %5</translation>
    </message>
</context>
<context>
    <name>autoglm::app::MainWindow</name>
    <message>
        <source>The model was not unloaded</source>
        <translation>模型未能卸载</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>模型未能加载</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他模型…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Prompts are sent as they are: %1</source>
        <translation>提示将按原样发送：%1</translation>
    </message>
    <message>
        <source>The model is loaded, with something to know</source>
        <translation>模型已加载，请注意</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Once a model has been loaded, the memory it needs in %1 stands here</source>
        <translation>加载模型后，这里会显示 %1 所需的内存</translation>
    </message>
    <message>
        <source>Open model…</source>
        <translation>打开模型…</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run what this pane is for (Ctrl+Enter)</source>
        <translation>运行当前面板的任务 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop what is under way (Esc)</source>
        <translation>停止正在进行的任务 (Esc)</translation>
    </message>
    <message>
        <source>Load the model, or unload it to free its memory (Ctrl+L)</source>
        <translation>加载模型，或卸载以释放内存 (Ctrl+L)</translation>
    </message>
    <message>
        <source>The device that the model runs on</source>
        <translation>运行模型的设备</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>autoglm::app::StatusLine</name>
    <message>
        <source>%1; CPU threads: %2</source>
        <translation>%1；CPU 线程：%2</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>权重 %1</translation>
    </message>
    <message>
        <source>%1 KV</source>
        <translation>KV %1</translation>
    </message>
    <message>
        <source>%1 of %2 in use</source>
        <translation>已用 %1 / %2</translation>
    </message>
    <message>
        <source>Memory of the weights, of the last answer&apos;s KV cache, and of this program beside what the machine has</source>
        <translation>权重、上一个回答的 KV cache 以及本程序占用的内存，与本机内存总量</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ComparePane</name>
    <message>
        <source>The comparison was not started</source>
        <translation>对比没有开始</translation>
    </message>
    <message>
        <source>Preparing the comparison</source>
        <translation>正在准备对比</translation>
    </message>
    <message>
        <source>The comparison could not be made</source>
        <translation>对比未能完成</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>重新对比</translation>
    </message>
    <message>
        <source>The report was not kept</source>
        <translation>报告未能保存</translation>
    </message>
    <message>
        <source>Export report…</source>
        <translation>导出报告…</translation>
    </message>
    <message>
        <source>The report was kept</source>
        <translation>报告已保存</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Report in one file (*.html)</source>
        <translation>单文件报告 (*.html)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Data (*.json)</source>
        <translation>数据 (*.json)</translation>
    </message>
    <message>
        <source>The report was not written</source>
        <translation>报告未能写入</translation>
    </message>
    <message>
        <source>Export elsewhere…</source>
        <translation>导出到别处…</translation>
    </message>
    <message>
        <source>The report was written</source>
        <translation>报告已写入</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Arm A</source>
        <translation>A 组</translation>
    </message>
    <message>
        <source>Arm B</source>
        <translation>B 组</translation>
    </message>
    <message>
        <source>What does %1 cost or gain against %2?</source>
        <translation>与 %2 相比，%1 得失几何？</translation>
    </message>
    <message>
        <source>Both arms get the same prompts in turn, A B B A. You will see speed with its interval, memory, how far the answers move, and a verdict against budgets. The model shipped with the program takes a few minutes.</source>
        <translation>两组按 A B B A 的顺序轮流处理相同的提示。结果包括带置信区间的速度、内存、回答的偏移程度，以及按预算给出的结论。随程序附带的模型需要几分钟。</translation>
    </message>
    <message>
        <source>Compare %1 with %2</source>
        <translation>对比 %1 与 %2</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>No program opens the report here</source>
        <translation>此处没有可打开报告的程序</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ComparisonModel</name>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>B against A (95 %)</source>
        <translation>B 相对 A (95 %)</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ConsolePane</name>
    <message>
        <source>There is nothing to ask yet</source>
        <translation>还没有可发送的内容</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>没有加载模型</translation>
    </message>
    <message>
        <source>Type a prompt first, or click an example.</source>
        <translation>请先输入提示，或点击一个示例。</translation>
    </message>
    <message>
        <source>Load a model, then ask it.</source>
        <translation>请先加载模型，再提问。</translation>
    </message>
    <message>
        <source>The prompt was not sent</source>
        <translation>提示未发送</translation>
    </message>
    <message>
        <source>The model gave no complete answer</source>
        <translation>模型没有给出完整的回答</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Ask the model something</source>
        <translation>向模型提问</translation>
    </message>
    <message>
        <source>Every answer shows its time to first token, its speed and its tokens. Start with an example:</source>
        <translation>每个回答都会显示首 token 时间、速度和 token 数。可以从示例开始：</translation>
    </message>
    <message>
        <source>Remember the conversation</source>
        <translation>记住对话</translation>
    </message>
    <message>
        <source>Send the earlier questions and answers along with each prompt</source>
        <translation>每次提问时一并发送之前的问答</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>The prompt is put into the model&apos;s chat template</source>
        <translation>提示词会套用模型的对话模板</translation>
    </message>
    <message>
        <source>Editing question %1: what comes after it is set aside</source>
        <translation>正在修改第 %1 个问题：其后的内容会被暂存</translation>
    </message>
    <message>
        <source>Cancel editing</source>
        <translation>取消修改</translation>
    </message>
    <message numerus="yes">
        <source>%n questions are set aside</source>
        <translation>
            <numerusform>已暂存 %n 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Sent as plain characters: %1</source>
        <translation>按普通字符发送：%1</translation>
    </message>
    <message>
        <source>Special tokens in the prompt: %1</source>
        <translation>提示词中的特殊 token：%1</translation>
    </message>
    <message>
        <source>Copy conversation</source>
        <translation>复制对话</translation>
    </message>
    <message>
        <source>Set this conversation aside and begin a new one</source>
        <translation>暂存当前对话，开始新的对话</translation>
    </message>
    <message>
        <source>Type a prompt; Ctrl+Enter sends, Esc stops</source>
        <translation>输入提示词；Ctrl+Enter 发送，Esc 停止</translation>
    </message>
    <message>
        <source>System prompt: how the model is to answer</source>
        <translation>系统提示词：模型应如何回答</translation>
    </message>
    <message>
        <source>Read as plain text</source>
        <translation>按普通文本处理</translation>
    </message>
    <message>
        <source>Special tokens that are typed reach the model as ordinary characters</source>
        <translation>输入的特殊 token 作为普通字符送入模型</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Raw prompt</source>
        <translation>原始提示词</translation>
    </message>
    <message>
        <source>The prompt goes to the model as it is, without a chat template</source>
        <translation>提示词原样送入模型，不套用对话模板</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Space shows the alternatives of the token at the caret</source>
        <translation>按空格键显示光标处 token 的候选</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::EnvironmentPane</name>
    <message>
        <source>The engine is at work: a check would disturb what is measured</source>
        <translation>引擎正在工作，此时检查会干扰测量</translation>
    </message>
    <message>
        <source>Look at everything again (F5)</source>
        <translation>重新检查全部（F5）</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Every finding as text, for a bug report</source>
        <translation>以文本复制全部检查结果，便于报告问题</translation>
    </message>
    <message>
        <source>Looking at the machine, and multiplying small matrices in every precision in a process of its own</source>
        <translation>正在检查本机，并在独立进程中以各种精度试乘小矩阵</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::FindingRow</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Check this again</source>
        <translation>重新检查此项</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::LivePane</name>
    <message>
        <source>Temperature and power are not shown: there is no GPU here, and the CPU&apos;s energy counter is not readable.</source>
        <translation>不显示温度和功耗：本机没有 GPU，且无法读取 CPU 的能耗计数器。</translation>
    </message>
    <message>
        <source>Temperature is not shown: there is no GPU here that reports it.</source>
        <translation>不显示温度：本机没有可报告温度的 GPU。</translation>
    </message>
    <message>
        <source>Power is not shown: neither the GPU nor the CPU reports it here.</source>
        <translation>不显示功耗：本机的 GPU 和 CPU 都不报告功耗。</translation>
    </message>
    <message>
        <source>Export charts</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Every value as a table (*.csv)</source>
        <translation>全部数值的表格 (*.csv)</translation>
    </message>
    <message>
        <source>The charts were written</source>
        <translation>图表已写入</translation>
    </message>
    <message>
        <source>The charts were not written</source>
        <translation>图表未能写入</translation>
    </message>
    <message>
        <source>Export elsewhere…</source>
        <translation>导出到别处…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop drawing; what comes meanwhile is kept</source>
        <translation>停止绘制；期间的数据会保留</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>重置缩放</translation>
    </message>
    <message>
        <source>Follow the newest values again. Wheel and drag zoom and move a chart</source>
        <translation>重新跟随最新数值。滚轮缩放图表，拖动平移</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>The charts as a picture, or every value as a table</source>
        <translation>将图表导出为图片，或将全部数值导出为表格</translation>
    </message>
    <message>
        <source>token since the last comparison or start</source>
        <translation>自上次对比或启动以来的 token</translation>
    </message>
    <message>
        <source>seconds since the window opened</source>
        <translation>窗口打开后的秒数</translation>
    </message>
    <message>
        <source>The tokens of a comparison are not drawn, so that drawing does not disturb it; its own pane shows what was measured. The next answer appears here.</source>
        <translation>对比期间的 token 不绘制，以免干扰测量；测量结果见对比页。下一个回答会显示在这里。</translation>
    </message>
    <message>
        <source>The time of every token appears here while the model answers, with marks for load, prefill, first token and stop.</source>
        <translation>模型回答时，这里会显示每个 token 的用时，并标出加载、prefill、首 token 和停止。</translation>
    </message>
    <message>
        <source>The speed of the answer appears here.</source>
        <translation>这里会显示回答的速度。</translation>
    </message>
    <message>
        <source>The first sample appears here within a second.</source>
        <translation>一秒内会显示第一个采样。</translation>
    </message>
    <message>
        <source>Time per token</source>
        <translation>每 token 用时</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>GPU load</source>
        <translation>GPU 利用率</translation>
    </message>
    <message>
        <source>CPU load</source>
        <translation>CPU 利用率</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功耗</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::LogPane</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Keep the newest line in sight</source>
        <translation>始终显示最新一行</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Show this level and what is more severe</source>
        <translation>显示此级别及更严重的记录</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the lines shown</source>
        <translation>复制当前显示的行</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>There is no log file</source>
        <translation>没有日志文件</translation>
    </message>
    <message>
        <source>No program opens the log here</source>
        <translation>此处没有可打开日志的程序</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::MessageBanner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ParametersPanel</name>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Max tokens</source>
        <translation>最大 token 数</translation>
    </message>
    <message>
        <source>Stop strings</source>
        <translation>停止字符串</translation>
    </message>
    <message>
        <source>Separated by |; \n stands for a line break, \t for a tab</source>
        <translation>以 | 分隔；\n 表示换行，\t 表示制表符</translation>
    </message>
    <message>
        <source>0 always takes the likeliest token</source>
        <translation>0 表示总取概率最大的 token</translation>
    </message>
    <message>
        <source>New</source>
        <translation>换</translation>
    </message>
    <message>
        <source>A new random seed</source>
        <translation>新的随机种子</translation>
    </message>
    <message>
        <source>Model defaults</source>
        <translation>模型默认值</translation>
    </message>
    <message>
        <source>What the model&apos;s generation_config.json asks for</source>
        <translation>模型 generation_config.json 中的设置</translation>
    </message>
    <message>
        <source>Token probabilities</source>
        <translation>token 概率</translation>
    </message>
    <message>
        <source>Record the probability and the ten alternatives of every token; costs one pass over the vocabulary</source>
        <translation>记录每个 token 的概率和十个候选；代价是每个 token 遍历一次词表</translation>
    </message>
    <message>
        <source>Mark unlikely tokens</source>
        <translation>标出低概率 token</translation>
    </message>
    <message>
        <source>Ground colour for tokens below 50 % and below 10 %</source>
        <translation>概率低于 50 % 和低于 10 % 的 token 加底色</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::SeriesChart</name>
    <message>
        <source>load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>swap</source>
        <translation>切换</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>prefill</source>
        <translation>prefill</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>首 token</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source> (log scale)</source>
        <translation>（对数坐标）</translation>
    </message>
    <message>
        <source>dashed:&amp;nbsp;%1</source>
        <translation>虚线：%1</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::TokenPopup</name>
    <message>
        <source>token %1 of %2, id %3</source>
        <translation>第 %1 个 token，共 %2 个，id %3</translation>
    </message>
    <message>
        <source>Its probability was not recorded: switch on &apos;Token probabilities&apos;.</source>
        <translation>未记录其概率：请打开“token 概率”。</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::TranscriptView</name>
    <message>
        <source>from here on: %1</source>
        <translation>自此起：%1</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新提问</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Edit question</source>
        <translation>修改问题</translation>
    </message>
    <message>
        <source>Copy token alternatives</source>
        <translation>复制 token 候选</translation>
    </message>
    <message>
        <source>Copy conversation</source>
        <translation>复制对话</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::VerdictCard</name>
    <message>
        <source>Nothing was measured.</source>
        <translation>没有测得任何数据。</translation>
    </message>
</context>
</TS>
