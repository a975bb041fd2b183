<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ComparisonModel</name>
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
        <source>(%1 to %2)</source>
        <translation>（%1 至 %2）</translation>
    </message>
    <message>
        <source>Task accuracy (%; points)</source>
        <translation>任务准确率（%；百分点）</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>void</source>
        <translation>无效</translation>
    </message>
</context>
<context>
    <name>CoreSentences</name>
    <message>
        <source>%1 logits were not finite</source>
        <translation>有 %1 个 logits 不是有限值</translation>
    </message>
    <message>
        <source>warm-up did not converge: its last two runs differ by more than %1 %</source>
        <translation>预热未收敛：最后两次运行相差超过 %1 %</translation>
    </message>
    <message>
        <source>the device's clocks were throttled: %1</source>
        <translation>设备时钟被降频：%1</translation>
    </message>
    <message>
        <source>another process used the device (%1 seen at once)</source>
        <translation>有其他进程使用该设备（同时最多 %1 个）</translation>
    </message>
    <message>
        <source>the CPU was loaded: other processes took %1 % of its time</source>
        <translation>CPU 有负载：其他进程占用了 %1 % 的时间</translation>
    </message>
    <message>
        <source>the CPU's frequency governor saves power</source>
        <translation>CPU 频率调节器处于节能模式</translation>
    </message>
    <message>
        <source>the weights (%1) fit in the last-level cache (%2): this speed says nothing about a larger model</source>
        <translation>权重（%1）能放进末级缓存（%2）：这一速度不能说明更大模型的情况</translation>
    </message>
    <message>
        <source>These numbers are void: %1.</source>
        <translation>这些数字无效：%1。</translation>
    </message>
    <message>
        <source>Read the speed with care: %1.</source>
        <translation>请谨慎看待速度：%1。</translation>
    </message>
    <message>
        <source>The time to the first token cannot be told apart.</source>
        <translation>首个 token 的时间无法区分。</translation>
    </message>
    <message>
        <source>The first token of %1 comes %2x sooner (%3).</source>
        <translation>%1 的首个 token 快 %2 倍（%3）。</translation>
    </message>
    <message>
        <source>The first token of %1 comes %2x sooner.</source>
        <translation>%1 的首个 token 快 %2 倍。</translation>
    </message>
    <message>
        <source>The first token of %1 comes %2x later (%3).</source>
        <translation>%1 的首个 token 慢 %2 倍（%3）。</translation>
    </message>
    <message>
        <source>The first token of %1 comes %2x later.</source>
        <translation>%1 的首个 token 慢 %2 倍。</translation>
    </message>
    <message>
        <source>KLD is exactly 0 over %1 tokens.</source>
        <translation>在 %1 个 token 上 KLD 恰为 0。</translation>
    </message>
    <message>
        <source>Over %1 tokens the distribution moves by %2 nats on average (KLD, 99 % of the tokens below %3, at most %4); perplexity is %5 with %6 and %7 with %8 (ratio %9).</source>
        <translation>在 %1 个 token 上，分布平均移动 %2 nats（KLD，99 % 的 token 低于 %3，最大 %4）；困惑度为 %5（%6）和 %7（%8），比值 %9。</translation>
    </message>
    <message>
        <source>Over %1 tokens the distribution moves by %2 nats on average (KLD, at most %3); perplexity is %4 with %5 and %6 with %7 (ratio %8).</source>
        <translation>在 %1 个 token 上，分布平均移动 %2 nats（KLD，最大 %3）；困惑度为 %4（%5）和 %6（%7），比值 %8。</translation>
    </message>
    <message>
        <source>Of %1 questions %2 answers %3 rightly and %4 %5 (difference %6 points, %7; McNemar p = %8).</source>
        <translation>在 %1 道题中，%2 答对 %3，%4 %5（相差 %6 个百分点，%7；McNemar p = %8）。</translation>
    </message>
    <message>
        <source>Budget %1 (%2) could not be judged: it was not measured.</source>
        <translation>预算 %1（%2）无法判定：未测量。</translation>
    </message>
    <message>
        <source>Budget %1 (%2) failed: %3.</source>
        <translation>预算 %1（%2）未通过：%3。</translation>
    </message>
    <message>
        <source>Budget %1 (%2) is inconclusive: the interval of %3 lies on both sides of the limit.</source>
        <translation>预算 %1（%2）无定论：%3 的区间跨越限值两侧。</translation>
    </message>
    <message>
        <source>The folder has no tokenizer: prompts and text were token ids drawn at random, so quality tells how far the arms part, not what a reader would notice.</source>
        <translation>该文件夹没有分词器：提示词和文本是随机抽取的 token id，因此质量只说明两臂相差多远，而非读者会察觉到什么。</translation>
    </message>
    <message>
        <source>The weights are not the ones that were published; the mismatch was overridden.</source>
        <translation>权重与发布的不一致；该不一致已被强制忽略。</translation>
    </message>
    <message>
        <source>The run was stopped during %1; what was measured until then is kept.</source>
        <translation>运行在 %1 阶段被停止；此前测得的数据已保留。</translation>
    </message>
    <message>
        <source>%1 blocks were asked for</source>
        <translation>按要求运行 %1 个区组</translation>
    </message>
    <message>
        <source>%1 blocks, from a pilot of %2 that was thrown away; %3 to %4 were possible</source>
        <translation>%1 个区组，由 %2 个已丢弃的试运行区组确定；可选范围 %3 至 %4</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>%1, %2 to %3</source>
        <translation>%1，%2 至 %3</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
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
    <name>Glossary</name>
    <message>
        <source>TTFT</source>
        <translation>TTFT</translation>
    </message>
    <message>
        <source>Time to first token: from sending a prompt to the first token of the answer. Grows with the length of the prompt.</source>
        <translation>首 token 时间：从发送提示到答案的第一个 token。随提示长度增长。</translation>
    </message>
    <message>
        <source>Prefill</source>
        <translation>Prefill（预填充）</translation>
    </message>
    <message>
        <source>Reading the prompt: many tokens at once, bound by arithmetic.</source>
        <translation>读入提示：一次处理许多 token，受算力限制。</translation>
    </message>
    <message>
        <source>Decode</source>
        <translation>Decode（解码）</translation>
    </message>
    <message>
        <source>Writing the answer token by token: every step reads all weights once, so it is bound by memory bandwidth and gains from smaller weights.</source>
        <translation>逐个 token 写出答案：每一步都要把全部权重读一遍，因此受内存带宽限制，权重越小越快。</translation>
    </message>
    <message>
        <source>P50, P99</source>
        <translation>P50、P99</translation>
    </message>
    <message>
        <source>The time that half, or 99 of 100, of the tokens did not exceed.</source>
        <translation>半数（或 100 个中的 99 个）token 没有超过的时间。</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV cache</translation>
    </message>
    <message>
        <source>Keys and values of the tokens so far; its memory grows with the length of the context.</source>
        <translation>至今所有 token 的 key 与 value；占用的内存随上下文长度增长。</translation>
    </message>
    <message>
        <source>INT8 (W8A16)</source>
        <translation>INT8（W8A16）</translation>
    </message>
    <message>
        <source>Weights as 8-bit integers with one scale per output channel, activations in 16 bits. Embedding and norms stay as they are.</source>
        <translation>权重为 8 位整数，每个输出通道一个缩放系数，激活为 16 位。嵌入层和归一化层保持原样。</translation>
    </message>
    <message>
        <source>KLD</source>
        <translation>KLD</translation>
    </message>
    <message>
        <source>Kullback-Leibler divergence in nats per token: how far the predictions of arm B lie from those of arm A over the same text. 0: identical.</source>
        <translation>Kullback-Leibler 散度，单位为 nat/token：在同一文本上，B 的预测偏离 A 多远。0 表示完全相同。</translation>
    </message>
    <message>
        <source>Same token</source>
        <translation>相同 token</translation>
    </message>
    <message>
        <source>How often both arms hold the same token for the likeliest.</source>
        <translation>两组认为最可能的 token 相同的比例。</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>How surprised a model is by a text; e to the mean negative log-likelihood per token. Lower is better; comparable for the same tokenizer only.</source>
        <translation>模型对文本的意外程度：e 的每 token 平均负对数似然次方。越低越好；仅在 tokenizer 相同时可比。</translation>
    </message>
    <message>
        <source>MBU</source>
        <translation>MBU</translation>
    </message>
    <message>
        <source>Memory bandwidth utilization: the bytes of weights that decoding reads per second, as a share of what the memory can deliver.</source>
        <translation>内存带宽利用率：解码每秒读取的权重字节数占内存可提供带宽的比例。</translation>
    </message>
    <message>
        <source>Noise floor</source>
        <translation>噪声水平</translation>
    </message>
    <message>
        <source>How much two measurements of the same arm differ here and now. A smaller difference between the arms cannot be told from chance.</source>
        <translation>此时此地对同一组测量两次的差异。两组之间若差得更小，就无法与偶然区分。</translation>
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
    <name>PrecisionCosts</name>
    <message>
        <source>The device %1 is not there.</source>
        <translation>设备 %1 不存在。</translation>
    </message>
    <message>
        <source>%1 does not run on %2 (%3).</source>
        <translation>%1 无法在 %2（%3）上运行。</translation>
    </message>
    <message>
        <source>Does not fit: %1 are needed, %2 are free on %3.</source>
        <translation>放不下：需要 %1，%3 上可用 %2。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>%n matrices, %1: every linear layer and the output head</source>
        <translation>
            <numerusform>%n 个矩阵，%1：所有线性层和输出头</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %n tensors, %1</source>
        <translation>
            <numerusform>全部 %n 个张量，%1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensors, %1: embedding, norms and biases</source>
        <translation>
            <numerusform>%n 个张量，%1：embedding、norm 和 bias</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Run</name>
    <message>
        <source>metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>B vs A</source>
        <translation>B 对 A</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 区间</translation>
    </message>
    <message>
        <source>faster</source>
        <translation>更快</translation>
    </message>
    <message>
        <source>slower</source>
        <translation>更慢</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>Decode rate</source>
        <translation>解码速率</translation>
    </message>
    <message>
        <source>Time to first token</source>
        <translation>首 token 时间</translation>
    </message>
    <message>
        <source>Time per output token</source>
        <translation>每 token 时间</translation>
    </message>
    <message>
        <source>Inter-token latency, P50</source>
        <translation>token 间延迟 P50</translation>
    </message>
    <message>
        <source>Inter-token latency, P99</source>
        <translation>token 间延迟 P99</translation>
    </message>
    <message>
        <source>Prefill rate</source>
        <translation>预填充速率</translation>
    </message>
    <message>
        <source>Memory bandwidth used</source>
        <translation>内存带宽利用率</translation>
    </message>
    <message>
        <source>Load time</source>
        <translation>加载时间</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV cache</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>峰值内存</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Perplexity ratio, logarithm</source>
        <translation>困惑度之比的对数</translation>
    </message>
    <message>
        <source>Task accuracy</source>
        <translation>任务准确率</translation>
    </message>
    <message>
        <source>KL divergence, mean</source>
        <translation>KL 散度均值</translation>
    </message>
    <message>
        <source>KL divergence, median</source>
        <translation>KL 散度中位数</translation>
    </message>
    <message>
        <source>KL divergence, P99</source>
        <translation>KL 散度 P99</translation>
    </message>
    <message>
        <source>KL divergence, largest</source>
        <translation>KL 散度最大值</translation>
    </message>
    <message>
        <source>Same most likely token</source>
        <translation>最可能的 token 相同</translation>
    </message>
    <message>
        <source>Change of the right token's probability</source>
        <translation>正确 token 概率的变化</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>params</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>有效性</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>Worse</source>
        <translation>更差</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>First run</source>
        <translation>第一次运行</translation>
    </message>
    <message>
        <source>Second run</source>
        <translation>第二次运行</translation>
    </message>
    <message>
        <source>Second against first (95 %)</source>
        <translation>第二次对第一次（95 %）</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Report in one file</source>
        <translation>单文件报告</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>As llama-bench</source>
        <translation>llama-bench 格式</translation>
    </message>
    <message>
        <source>Printed report</source>
        <translation>打印版报告</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Benchmark</source>
        <translation>基准测试</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
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
    <message>
        <source>cannot be told apart in speed (ratio %1, %2 to %3; noise floor %4 %)</source>
        <translation>速度无法区分（比值 %1，%2 至 %3；噪声底 %4 %）</translation>
    </message>
    <message>
        <source>gives the same probabilities at all %1 positions</source>
        <translation>在全部 %1 个位置给出相同的概率</translation>
    </message>
    <message>
        <source>picks the same token more than 99.9 % of the time</source>
        <translation>有超过 99.9 % 的次数选择相同的 token</translation>
    </message>
</context>
<context>
    <name>WeightFiles</name>
    <message>
        <source>match</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>MISMATCH</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>nothing expected</source>
        <translation>无预期值</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未校验</translation>
    </message>
    <message numerus="yes">
        <source>%n files, %1</source>
        <translation>
            <numerusform>%n 个文件，%1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. Not what was published: %2</source>
        <translation>%1。与发布的不一致：%2</translation>
    </message>
    <message>
        <source>%1. Every file is the one that was published.</source>
        <translation>%1。每个文件都与发布的一致。</translation>
    </message>
    <message>
        <source>%1. Hashed; for some files nothing says what to expect.</source>
        <translation>%1。已计算哈希；部分文件没有可对照的预期值。</translation>
    </message>
    <message>
        <source>%1. Not checked yet: a load or 'Verify hashes' does.</source>
        <translation>%1。尚未校验：加载或“校验哈希”时会校验。</translation>
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
    <message>
        <source>%1 per second</source>
        <translation>每秒 %1</translation>
    </message>
    <message>
        <source>How far the probabilities of the next token move, on average over a text.</source>
        <translation>下一个 token 的概率分布平均移动多少（在一段文本上）。</translation>
    </message>
    <message>
        <source>How often both arms hold the same token for the likeliest.</source>
        <translation>两臂认为最可能的 token 相同的比例。</translation>
    </message>
    <message>
        <source>Perplexity of B over that of A: above 1, B is more surprised by the text.</source>
        <translation>B 与 A 的困惑度之比：大于 1 表示 B 对文本更意外。</translation>
    </message>
    <message>
        <source>How many points fewer questions B answers rightly; needs a model with tasks.</source>
        <translation>B 答对的题目少多少个百分点；需要带任务集的模型。</translation>
    </message>
    <message>
        <source>Decode rate of B over that of A: above 1, B is faster.</source>
        <translation>B 与 A 的解码速率之比：大于 1 表示 B 更快。</translation>
    </message>
    <message>
        <source>Peak memory of B as a share of the memory of its device.</source>
        <translation>B 的峰值内存占其设备内存的比例。</translation>
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
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Quantize</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>Once a model folder has been read, the memory it needs in %1 stands here</source>
        <translation>读取模型文件夹后，这里会显示 %1 所需的内存</translation>
    </message>
    <message>
        <source>What was dropped is no model that can be loaded</source>
        <translation>拖入的内容不是可加载的模型</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>The settings were not kept</source>
        <translation>设置未能保存</translation>
    </message>
    <message>
        <source>The settings were damaged</source>
        <translation>设置文件已损坏</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>查找命令…</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Show live charts</source>
        <translation>显示实时图表</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>The device was lost</source>
        <translation>设备已丢失</translation>
    </message>
    <message>
        <source>After this error of CUDA the program cannot use the device any more. Start it anew; model, layout and what you typed come back.</source>
        <translation>发生此 CUDA 错误后，程序无法再使用该设备。请重新启动；模型、布局和已输入的内容都会恢复。</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>正忙</translation>
    </message>
    <message>
        <source>%1 was to be opened, and the engine is at work. Open it when that has ended.</source>
        <translation>要求打开 %1，但引擎正在工作。请在其结束后再打开。</translation>
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
        <source>Memory of the weights, of the last answer's KV cache, and of this program beside what the machine has</source>
        <translation>权重、上一个回答的 KV cache 以及本程序占用的内存，与本机内存总量</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::AnswersView</name>
    <message>
        <source>Prompt %1</source>
        <translation>提示词 %1</translation>
    </message>
    <message>
        <source>All tokens are the same</source>
        <translation>全部 token 相同</translation>
    </message>
    <message>
        <source>First different token: number %1</source>
        <translation>首个不同的 token：第 %1 个</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::BudgetsDialog</name>
    <message>
        <source>Budgets of the comparison</source>
        <translation>对比的预算</translation>
    </message>
    <message>
        <source>Use these budgets</source>
        <translation>使用这些预算</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::CommandPalette</name>
    <message>
        <source>Type what you want to do</source>
        <translation>输入您想做的事</translation>
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
        <source>What does %1 cost or gain against %2?</source>
        <translation>与 %2 相比，%1 得失几何？</translation>
    </message>
    <message>
        <source>Compare %1 with %2</source>
        <translation>对比 %1 与 %2</translation>
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
    <message>
        <source>Printed report (*.pdf)</source>
        <translation>打印版报告 (*.pdf)</translation>
    </message>
    <message>
        <source>Prompts from a file</source>
        <translation>从文件读取提示词</translation>
    </message>
    <message>
        <source>Prompts (*.jsonl *.txt)</source>
        <translation>提示词 (*.jsonl *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>The prompts were not taken</source>
        <translation>未采用这些提示词</translation>
    </message>
    <message>
        <source>Choose another file…</source>
        <translation>选择其他文件…</translation>
    </message>
    <message>
        <source>Both arms get the same prompts in turn, A B B A. You will see speed with its interval, memory, how far the answers move, and a verdict against budgets. Timed blocks take about a minute and the text at most three, a small model far less and a very slow one more; once the first tokens are timed, the time that remains is shown.</source>
        <translation>两臂轮流（A B B A）回答相同的提示词。您将看到带区间的速度、内存、回答变化多少，以及对照预算的结论。计时区组约需一分钟，文本至多三分钟；小模型远少于此，很慢的模型更久。测得首批 token 之后会显示剩余时间。</translation>
    </message>
    <message>
        <source>The comparison was stopped</source>
        <translation>对比已停止</translation></message>
    <message>
        <source>Not enough was measured to show; nothing was kept.</source>
        <translation>测得的数据不足以显示，未保留任何内容。</translation></message>
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
    <message>
        <source>Valid</source>
        <translation>有效性</translation>
    </message>
    <message>
        <source>%1 low</source>
        <translation>%1 下限</translation>
    </message>
    <message>
        <source>%1 high</source>
        <translation>%1 上限</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ComparisonSetup</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Arm A</source>
        <translation>A 臂</translation>
    </message>
    <message>
        <source>Arm B</source>
        <translation>B 臂</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>built-in, %1</source>
        <translation>内置，%1 条</translation>
    </message>
    <message>
        <source>built-in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2 条</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>One prompt per line of a text file, or {"prompt": "..."} per line of a .jsonl file</source>
        <translation>文本文件每行一条提示词，或 .jsonl 文件每行一个 {"prompt": "..."}</translation>
    </message>
    <message>
        <source>Budgets: default…</source>
        <translation>预算：默认…</translation>
    </message>
    <message>
        <source>Budgets: %1 set…</source>
        <translation>预算：已设 %1 项…</translation>
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
        <source>The prompt is put into the model's chat template</source>
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
    <name>autoglm::ui::DivergenceStrip</name>
    <message>
        <source>Positions %1 to %2: mean KLD %3 nats, largest %4 at position %5</source>
        <translation>位置 %1 至 %2：平均 KLD %3 nats，最大 %4，在位置 %5</translation>
    </message>
    <message>
        <source>token %1 to %2 of the text</source>
        <translation>文本的第 %1 至 %2 个 token</translation>
    </message>
    <message>
        <source>%1 nats (log)</source>
        <translation>%1 nats（对数）</translation>
    </message>
    <message>
        <source>%1 nats</source>
        <translation>%1 nats</translation>
    </message>
    <message>
        <source>mean KLD %1</source>
        <translation>平均 KLD %1</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::DivergenceView</name>
    <message>
        <source>Click a cell, or choose one with the arrow keys and press Enter, to see what both arms expected there.</source>
        <translation>点击一格，或用方向键选择后按 Enter，查看两臂在该处的预测。</translation>
    </message>
    <message>
        <source>Position %1, after “…%2” the text goes on with “%3”. Bold: that token.</source>
        <translation>位置 %1，在“…%2”之后文本接着是“%3”。粗体即该 token。</translation>
    </message>
    <message>
        <source>Divergence by position</source>
        <translation>各位置的散度</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>复制表格</translation>
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
    <name>autoglm::ui::FolderTabs</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1, output head tied to the embedding</source>
        <translation>%1，输出头与 embedding 共享</translation>
    </message>
    <message>
        <source>%1, output head of its own</source>
        <translation>%1，输出头独立</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 个 token</numerusform>
        </translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Stored as</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>Verify hashes</source>
        <translation>校验哈希</translation>
    </message>
    <message>
        <source>Read every weight file and compare its hash with what is expected</source>
        <translation>读取每个权重文件，并将其哈希与预期值比较</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Filter by name, type or shape</source>
        <translation>按名称、类型或形状筛选</translation>
    </message>
    <message>
        <source>Minimum, maximum, NaN and Inf were counted over every value while loading.</source>
        <translation>最小值、最大值、NaN 和 Inf 在加载时对每个数值统计得出。</translation>
    </message>
    <message>
        <source>A load fills minimum, maximum, NaN and Inf: it reads every value once.</source>
        <translation>加载后会填入最小值、最大值、NaN 和 Inf：加载时每个数值都会读取一次。</translation>
    </message>
    <message>
        <source>%1, hidden size %2, MLP %3</source>
        <translation>%1 层，隐藏维度 %2，MLP %3</translation>
    </message>
    <message>
        <source>%1 for queries, %2 for keys and values, dimension %3</source>
        <translation>query 头 %1 个，KV 头 %2 个，每头维度 %3</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>From a folder to a report</source>
        <translation>从模型文件夹到报告</translation>
    </message>
    <message>
        <source>Check the environment, load a model (drop its folder onto the window), ask it something, compare two precisions, export the report. Hover anything for its full value; everything shown can be selected and copied.</source>
        <translation>检查环境，加载模型（把文件夹拖到窗口上），向它提问，比较两种精度，导出报告。悬停可查看完整数值；显示的一切都可以选中和复制。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>术语</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::LedgerCard</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>What is free on this device is not known.</source>
        <translation>该设备的可用内存未知。</translation>
    </message>
    <message>
        <source>Fits.</source>
        <translation>放得下。</translation>
    </message>
    <message>
        <source>Does not fit at this context length.</source>
        <translation>在此上下文长度下放不下。</translation>
    </message>
    <message>
        <source>Loaded: weights measured %1, %2 from the ledger</source>
        <translation>已加载：权重实测 %1，与估算相差 %2</translation>
    </message>
    <message>
        <source>Once loaded, what was measured stands here beside it.</source>
        <translation>加载后，这里会显示实测值以供对照。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> token</translation>
    </message>
    <message>
        <source>The precision to look at, and to load</source>
        <translation>要查看并用于加载的精度</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV cache</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Needed in all</source>
        <translation>共需</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>What this program could use now, with what the loaded model would give back</source>
        <translation>本程序当前可用的内存，包括已加载模型会释放的部分</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::LivePane</name>
    <message>
        <source>Temperature and power are not shown: there is no GPU here, and the CPU's energy counter is not readable.</source>
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
    <name>autoglm::ui::ModelListModel</name>
    <message>
        <source>last used: %1</source>
        <translation>上次使用：%1</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>no config.json is there any more</source>
        <translation>该处已没有 config.json</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>registry</source>
        <translation>注册表</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
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
        <source>What the model's generation_config.json asks for</source>
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
    <name>autoglm::ui::PrecisionModel</name>
    <message>
        <source>loaded</source>
        <translation>已加载</translation>
    </message>
    <message>
        <source>%1 (measured %2)</source>
        <translation>%1（实测 %2）</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>可以</translation>
    </message>
    <message>
        <source>no: %1</source>
        <translation>不可以：%1</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Memory in all</source>
        <translation>总内存</translation>
    </message>
    <message>
        <source>Against now</source>
        <translation>与当前相比</translation>
    </message>
    <message>
        <source>Runs here</source>
        <translation>本机可运行</translation>
    </message>
    <message>
        <source>Quantized</source>
        <translation>量化部分</translation>
    </message>
    <message>
        <source>Not quantized</source>
        <translation>未量化部分</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>方案</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ProgressCard</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>in all %1</source>
        <translation>总计%1</translation></message>
</context>
<context>
    <name>autoglm::ui::QuantizePane</name>
    <message>
        <source>Nothing is known of the model</source>
        <translation>对该模型一无所知</translation>
    </message>
    <message>
        <source>Nothing is loaded. What each precision would need with a context of %1 tokens:</source>
        <translation>尚未加载模型。上下文为 %1 个 token 时，各精度需要：</translation>
    </message>
    <message>
        <source>Loaded is %1, its weights measured %2. What each precision needs with a context of %3 tokens:</source>
        <translation>已加载 %1，权重实测 %2。上下文为 %3 个 token 时，各精度需要：</translation>
    </message>
    <message>
        <source>Quantized: %1</source>
        <translation>量化部分：%1</translation>
    </message>
    <message>
        <source>Not quantized: %1</source>
        <translation>未量化部分：%1</translation>
    </message>
    <message>
        <source>This is what is loaded now.</source>
        <translation>这是当前已加载的精度。</translation>
    </message>
    <message>
        <source>Runs here. Applying it loads the model again, from its files.</source>
        <translation>可在本机运行。应用时会从文件重新加载模型。</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>应用 %1</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Load the model in the chosen precision (Ctrl+Enter)</source>
        <translation>以所选精度加载模型（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Quantize</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>What each precision costs and gains stands here once a model folder has been read.</source>
        <translation>读取模型文件夹后，这里会显示各精度的代价与收益。</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他…</translation>
    </message>
    <message>
        <source>Memory: %1</source>
        <translation>内存：%1</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ReportsPane</name>
    <message>
        <source>The history could not be read</source>
        <translation>无法读取历史记录</translation>
    </message>
    <message>
        <source>The history was damaged</source>
        <translation>历史记录已损坏</translation>
    </message>
    <message>
        <source>Every kind</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>Nothing was measured yet</source>
        <translation>还没有测量记录</translation>
    </message>
    <message>
        <source>Every comparison and benchmark is kept here, from this window and from the command line: to read again, to compare with a later one, to export. Compare two precisions to see the first.</source>
        <translation>每次对比和基准测试都保存在这里，无论来自本窗口还是命令行：可以重新查看、与之后的运行比较、导出。先对比两种精度，即可看到第一条记录。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Reading the history</source>
        <translation>正在读取历史记录</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Select two runs of the same kind with Ctrl and a click</source>
        <translation>按住 Ctrl 点击，选择两条同类运行</translation>
    </message>
    <message>
        <source>Select one comparison: only these have a page to read</source>
        <translation>请选择一条对比：只有对比才有可阅读的页面</translation>
    </message>
    <message>
        <source>%1 of %2 runs</source>
        <translation>%1 / %2 条运行</translation>
    </message>
    <message>
        <source>The run could not be opened</source>
        <translation>无法打开该运行</translation>
    </message>
    <message>
        <source>The two runs could not be compared</source>
        <translation>无法比较这两条运行</translation>
    </message>
    <message>
        <source>The run was not deleted</source>
        <translation>该运行未被删除</translation>
    </message>
    <message numerus="yes">
        <source>%n runs were deleted</source>
        <translation>
            <numerusform>已删除 %n 条运行</numerusform>
        </translation>
    </message>
    <message>
        <source>They can be brought back now; after 30 days they are gone for good.</source>
        <translation>现在可以恢复；30 天后将永久删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The run was not brought back</source>
        <translation>该运行未能恢复</translation>
    </message>
    <message>
        <source>The report was not written</source>
        <translation>报告未能写入</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>'%1' has no known ending; name it as the dialog offers</source>
        <translation>“%1”的扩展名无法识别；请使用对话框提供的扩展名</translation>
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
        <source>No program opens the report here</source>
        <translation>此处没有可打开报告的程序</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Read the history again (F5)</source>
        <translation>重新读取历史记录 (F5)</translation>
    </message>
    <message>
        <source>Compare two</source>
        <translation>比较两条</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Every result</source>
        <translation>全部结果</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::RunDetails</name>
    <message>
        <source>What changed from the first run to the second</source>
        <translation>从第一次运行到第二次运行的变化</translation>
    </message>
    <message>
        <source>First: %1
Second: %2</source>
        <translation>第一次：%1
第二次：%2</translation>
    </message>
    <message>
        <source>Select a run to see what it measured, or two of one kind to compare them.</source>
        <translation>选择一条运行查看其测量结果，或选择两条同类运行进行比较。</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据表</translation>
    </message>
    <message>
        <source>Data (JSON)</source>
        <translation>数据 (JSON)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the table, or the data, as it stands here</source>
        <translation>复制此处显示的表格或数据</translation>
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
    <name>autoglm::ui::SettingsPane</name>
    <message>
        <source>'%1' is no number of threads: type a whole number from 0 to %2</source>
        <translation>“%1”不是线程数：请输入 0 到 %2 的整数</translation>
    </message>
    <message>
        <source>'%1' cannot be drawn: type a number above 0</source>
        <translation>“%1”无法绘制：请输入大于 0 的数</translation>
    </message>
    <message>
        <source>'%1' is no limit: type a number of 0 or more</source>
        <translation>“%1”不是限值：请输入不小于 0 的数</translation>
    </message>
    <message>
        <source>'%1' is no full path: begin with /, or choose a folder</source>
        <translation>“%1”不是完整路径：请以 / 开头，或选择文件夹</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Changes hold until the window is closed.</source>
        <translation>更改在窗口关闭前有效。</translation>
    </message>
    <message>
        <source>Kept in %1</source>
        <translation>保存于 %1</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Switched at once.</source>
        <translation>立即切换。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 线程数</translation>
    </message>
    <message>
        <source>Used from the next load and comparison on; 0 is one thread per physical core.</source>
        <translation>从下一次加载和对比起生效；0 表示每个物理核心一个线程。</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Where the report of every comparison is kept.</source>
        <translation>每次对比的报告保存在这里。</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging Face 缓存</translation>
    </message>
    <message>
        <source>Where models named by their id are looked for.</source>
        <translation>在这里查找以 id 命名的模型。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>语言与外观</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Budgets of a comparison</source>
        <translation>对比的预算</translation>
    </message>
    <message>
        <source>Time to first token</source>
        <translation>首 token 时间</translation>
    </message>
    <message>
        <source>An answer should begin within this time.</source>
        <translation>回答应在此时间内开始。</translation>
    </message>
    <message>
        <source>Request, P99</source>
        <translation>请求 P99</translation>
    </message>
    <message>
        <source>99 of 100 requests should be answered end to end within this time.</source>
        <translation>100 个请求中应有 99 个在此时间内端到端完成。</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>生成速度</translation>
    </message>
    <message>
        <source>At least this many tokens should come per second.</source>
        <translation>每秒至少应生成这么多 token。</translation>
    </message>
    <message>
        <source>Device memory</source>
        <translation>设备内存</translation>
    </message>
    <message>
        <source>No more of the device's memory should be in use.</source>
        <translation>设备内存的占用不应超过此比例。</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>错误率</translation>
    </message>
    <message>
        <source>No more of all requests should be answered with an error.</source>
        <translation>以错误作答的请求不应超过此比例。</translation>
    </message>
    <message>
        <source>Error against a reference</source>
        <translation>与参考值的误差</translation>
    </message>
    <message>
        <source>Largest relative L2 error of FP32 logits against a reference.</source>
        <translation>FP32 logits 相对参考值的最大相对 L2 误差。</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation></message>
    <message>
        <source>Reference lines</source>
        <translation>参考线</translation></message>
</context>
<context>
    <name>autoglm::ui::TensorModel</name>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大值</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::TokenPopup</name>
    <message>
        <source>token %1 of %2, id %3</source>
        <translation>第 %1 个 token，共 %2 个，id %3</translation>
    </message>
    <message>
        <source>Its probability was not recorded: switch on 'Token probabilities'.</source>
        <translation>未记录其概率：请打开“token 概率”。</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::TopTokensModel</name>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Token of A</source>
        <translation>A 的 token</translation>
    </message>
    <message>
        <source>A (%)</source>
        <translation>A（%）</translation>
    </message>
    <message>
        <source>Token of B</source>
        <translation>B 的 token</translation>
    </message>
    <message>
        <source>B (%)</source>
        <translation>B（%）</translation>
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
    <message>
        <source>Noise floor of the speed ratio: %1 %.</source>
        <translation>速度比的噪声底：%1 %。</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::WeightFileModel</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Expected hash</source>
        <translation>预期哈希</translation>
    </message>
    <message>
        <source>Expected by</source>
        <translation>预期来源</translation>
    </message>
    <message>
        <source>Actual hash</source>
        <translation>实际哈希</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::WeightsPane</name>
    <message>
        <source>Reading and hashing the weight files</source>
        <translation>正在读取权重文件并计算哈希</translation>
    </message>
    <message>
        <source>Reading what %1 holds…</source>
        <translation>正在读取 %1 的内容…</translation>
    </message>
    <message>
        <source>This is no model that can be loaded</source>
        <translation>这不是可加载的模型</translation>
    </message>
    <message>
        <source>A place for models could not be read</source>
        <translation>有一处模型来源无法读取</translation>
    </message>
    <message>
        <source>Show a model folder</source>
        <translation>查看模型文件夹</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>无法加载模型</translation>
    </message>
    <message>
        <source>The model was not put among the recent ones</source>
        <translation>未能将模型记入最近使用</translation>
    </message>
    <message>
        <source>The files could not be hashed</source>
        <translation>无法计算文件的哈希</translation>
    </message>
    <message>
        <source>These are not the weights that were published</source>
        <translation>这些权重与发布的不一致</translation>
    </message>
    <message>
        <source>The hash of %1 is not the expected one; download the file again before you trust what this model answers.</source>
        <translation>%1 的哈希与预期不符；请重新下载该文件，在此之前不要信任该模型的回答。</translation>
    </message>
    <message>
        <source>Show files</source>
        <translation>查看文件</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Back to the folder</source>
        <translation>返回文件夹</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他…</translation>
    </message>
    <message>
        <source>Load this model in %1 (Ctrl+Enter)</source>
        <translation>以 %1 加载此模型（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Show a model folder, without loading it; a folder can also be dropped on the window</source>
        <translation>查看模型文件夹而不加载；也可以把文件夹拖到窗口上</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation>筛选模型</translation>
    </message>
    <message>
        <source>Choose a model on the left, or open or drop a folder: what it is, what it needs and whether its files are the published ones stands here before anything is loaded.</source>
        <translation>在左侧选择模型，或打开、拖入一个文件夹：无需加载，这里就会显示它是什么、需要多少资源，以及文件是否与发布的一致。</translation>
    </message>
</context>
</TS>
