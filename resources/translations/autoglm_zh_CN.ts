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
        <translation>峰值内存 (MB)</translation>
    </message>
    <message>
        <source>Load time (ms)</source>
        <translation>加载时间 (ms)</translation>
    </message>
    <message>
        <source>Load time (s)</source>
        <translation>加载时间 (s)</translation>
    </message>
    <message>
        <source>(%1 to %2)</source>
        <translation>(%1 至 %2)</translation>
    </message>
    <message>
        <source>Task accuracy (%; points)</source>
        <translation>任务准确率 (%, 百分点)</translation>
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
    <message>
        <source>Perplexity over its own tokens</source>
        <translation>按各自 token 计的困惑度</translation>
    </message>
    <message>
        <source>Bits per byte of text</source>
        <translation>每字节文本的比特数</translation>
    </message>
    <message>
        <source>(interval too wide)</source>
        <translation>（区间过宽）</translation>
    </message>
</context>
<context>
    <name>CoreSentences</name>
    <message>
        <source>steps that make a text at most 1000 times as long</source>
        <translation>使文本最多变长 1000 倍的步骤</translation>
    </message>
    <message>
        <source>cannot open '%1': %2</source>
        <translation>无法打开“%1”：%2</translation>
    </message>
    <message>
        <source>cannot list '%1': %2</source>
        <translation>无法列出“%1”的内容：%2</translation>
    </message>
    <message>
        <source>cannot create '%1': %2</source>
        <translation>无法创建“%1”：%2</translation>
    </message>
    <message>
        <source>cannot write '%1': %2</source>
        <translation>无法写入“%1”：%2</translation>
    </message>
    <message>
        <source>cannot write in '%1': %2</source>
        <translation>无法在“%1”中写入：%2</translation>
    </message>
    <message>
        <source>cannot read '%1': %2</source>
        <translation>无法读取“%1”：%2</translation>
    </message>
    <message>
        <source>cannot read the size of '%1': %2</source>
        <translation>无法读取“%1”的大小：%2</translation>
    </message>
    <message>
        <source>cannot replace '%1': %2</source>
        <translation>无法替换“%1”：%2</translation>
    </message>
    <message>
        <source>cannot rename '%1': %2</source>
        <translation>无法重命名“%1”：%2</translation>
    </message>
    <message>
        <source>cannot start '%1': %2</source>
        <translation>无法启动“%1”：%2</translation>
    </message>
    <message>
        <source>cannot open a pipe to '%1': %2</source>
        <translation>无法打开到“%1”的管道：%2</translation>
    </message>
    <message>
        <source>cannot move aside the damaged history file '%1': %2</source>
        <translation>无法移开损坏的历史文件“%1”：%2</translation>
    </message>
    <message>
        <source>check its permissions with 'ls -l'</source>
        <translation>请用 ls -l 检查其权限</translation>
    </message>
    <message>
        <source>free disk space or choose another folder</source>
        <translation>请释放磁盘空间或另选文件夹</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有该文件或文件夹</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>操作不被允许</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统只读</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>无法分配内存</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>Text file busy</source>
        <translation>文件正在执行，无法修改</translation>
    </message>
    <message>
        <source>Exec format error</source>
        <translation>可执行文件格式错误</translation>
    </message>
    <message>
        <source>'%1' is not a regular file</source>
        <translation>“%1”不是普通文件</translation>
    </message>
    <message>
        <source>'%1' ended at byte %2 while %3 bytes were expected: the file was truncated</source>
        <translation>“%1”在第 %2 字节处结束，而应有 %3 字节：文件被截断</translation>
    </message>
    <message>
        <source>download it again</source>
        <translation>请重新下载</translation>
    </message>
    <message>
        <source>'%1' has %2, at most %3 is accepted here</source>
        <translation>“%1”大小为 %2，此处最多接受 %3</translation>
    </message>
    <message>
        <source>'%1' is a folder</source>
        <translation>“%1”是文件夹</translation>
    </message>
    <message>
        <source>name a file in it</source>
        <translation>请指定其中的文件</translation>
    </message>
    <message>
        <source>no file can be made in '%1'</source>
        <translation>“%1”中无法创建文件</translation>
    </message>
    <message>
        <source>name another folder</source>
        <translation>请指定另一个文件夹</translation>
    </message>
    <message>
        <source>the folder '%1' for '%2' is missing</source>
        <translation>“%2”所在的文件夹“%1”不存在</translation>
    </message>
    <message>
        <source>create it first</source>
        <translation>请先创建</translation>
    </message>
    <message>
        <source>'%1' is empty</source>
        <translation>“%1”为空</translation>
    </message>
    <message>
        <source>JSON was expected</source>
        <translation>应为 JSON</translation>
    </message>
    <message>
        <source>'%1' nests deeper than %2 levels</source>
        <translation>“%1”的嵌套超过 %2 层</translation>
    </message>
    <message>
        <source>it is refused</source>
        <translation>已拒绝读取</translation>
    </message>
    <message>
        <source>'%1' is not valid JSON (line %2, column %3)</source>
        <translation>“%1”不是有效的 JSON（第 %2 行，第 %3 列）</translation>
    </message>
    <message>
        <source>'%1' is not valid JSON (at byte %2 of %3)</source>
        <translation>“%1”不是有效的 JSON（第 %2 字节，共 %3 字节）</translation>
    </message>
    <message>
        <source>'%1' is not valid JSON (%2)</source>
        <translation>“%1”不是有效的 JSON（%2）</translation>
    </message>
    <message>
        <source>'%1' is not valid JSON: %2</source>
        <translation>“%1”不是有效的 JSON：%2</translation>
    </message>
    <message>
        <source>correct it, or download it again</source>
        <translation>请改正，或重新下载</translation>
    </message>
    <message>
        <source>a number that is not finite reached a JSON document</source>
        <translation>非有限数值进入了 JSON 文档</translation>
    </message>
    <message>
        <source>%1 was not found</source>
        <translation>未找到 %1</translation>
    </message>
    <message>
        <source>looked at %1</source>
        <translation>查找过 %1</translation>
    </message>
    <message>
        <source>the resource folder</source>
        <translation>资源文件夹</translation>
    </message>
    <message>
        <source>the engine module libautoglm_engine_torch.so</source>
        <translation>引擎模块 libautoglm_engine_torch.so</translation>
    </message>
    <message>
        <source>the program autoglm-helper</source>
        <translation>程序 autoglm-helper</translation>
    </message>
    <message>
        <source>no program was named to run</source>
        <translation>未指定要运行的程序</translation>
    </message>
    <message>
        <source>the history file '%1' is in use by another program</source>
        <translation>历史文件“%1”正被其他程序使用</translation>
    </message>
    <message>
        <source>close it and try again, nothing was lost</source>
        <translation>请关闭该程序后重试，数据没有丢失</translation>
    </message>
    <message>
        <source>the history file '%1' is damaged: %2</source>
        <translation>历史文件“%1”已损坏：%2</translation>
    </message>
    <message>
        <source>the disk that holds the history file '%1' is full</source>
        <translation>历史文件“%1”所在的磁盘已满</translation>
    </message>
    <message>
        <source>free some space and try again</source>
        <translation>请腾出空间后重试</translation>
    </message>
    <message>
        <source>the history file '%1' cannot be opened for writing (%2)</source>
        <translation>无法以写入方式打开历史文件“%1”（%2）</translation>
    </message>
    <message>
        <source>check its permissions</source>
        <translation>请检查其权限</translation>
    </message>
    <message>
        <source>no memory was left to use the history file '%1'</source>
        <translation>内存不足，无法使用历史文件“%1”</translation>
    </message>
    <message>
        <source>the history file '%1' could not be used: %2</source>
        <translation>无法使用历史文件“%1”：%2</translation>
    </message>
    <message>
        <source>the integrity check gave no answer</source>
        <translation>完整性检查没有返回结果</translation>
    </message>
    <message>
        <source>the integrity check found: %1</source>
        <translation>完整性检查发现：%1</translation>
    </message>
    <message>
        <source>'%1' is the database of another program</source>
        <translation>“%1”是其他程序的数据库</translation>
    </message>
    <message>
        <source>the history needs a file of its own</source>
        <translation>历史记录需要单独的文件</translation>
    </message>
    <message>
        <source>the history needs a file</source>
        <translation>历史记录需要一个文件</translation>
    </message>
    <message>
        <source>the history file '%1' has version %2, this program knows up to %3</source>
        <translation>历史文件“%1”的版本为 %2，本程序最高支持 %3</translation>
    </message>
    <message>
        <source>use the newer program or give another file, this one was left as it is</source>
        <translation>请使用更新的程序或指定其他文件，该文件未被改动</translation>
    </message>
    <message>
        <source>The history file was damaged: it is kept as '%1', and a new history was started.</source>
        <translation>历史文件已损坏：已另存为“%1”，并新建了历史记录。</translation>
    </message>
    <message>
        <source>run %1 is not in the history</source>
        <translation>历史记录中没有运行 %1</translation>
    </message>
    <message>
        <source>list the history for the ids there are</source>
        <translation>请列出历史记录，查看现有的 id</translation>
    </message>
    <message>
        <source>a run without kind or document was given to the history</source>
        <translation>要写入历史记录的运行缺少类型或文档</translation>
    </message>
    <message>
        <source>both are needed</source>
        <translation>两者都需要</translation>
    </message>
    <message>
        <source>a model without a path was given to the library</source>
        <translation>交给模型库的模型没有路径</translation>
    </message>
    <message>
        <source>a folder is needed</source>
        <translation>需要一个文件夹</translation>
    </message>
    <message>
        <source>'%1' is not in the model library</source>
        <translation>“%1”不在模型库中</translation>
    </message>
    <message>
        <source>nothing was removed</source>
        <translation>没有移除任何内容</translation>
    </message>
    <message>
        <source>the two runs are of different kinds</source>
        <translation>两次运行的类型不同</translation>
    </message>
    <message>
        <source>a diff needs two comparisons or two benchmarks</source>
        <translation>比较差异需要两次对比或两次基准测试</translation>
    </message>
    <message>
        <source>the two runs hold no metric in common</source>
        <translation>两次运行没有共同的指标</translation>
    </message>
    <message>
        <source>there is nothing to compare</source>
        <translation>没有可比较的内容</translation>
    </message>
    <message>
        <source>the model's path differs: %1 in the first run, %2 in the second</source>
        <translation>模型路径不同：第一次运行为 %1，第二次为 %2</translation>
    </message>
    <message>
        <source>the SHA-256 of the weights differs: %1 in the first run, %2 in the second</source>
        <translation>权重的 SHA-256 不同：第一次运行为 %1，第二次为 %2</translation>
    </message>
    <message>
        <source>%1 differs: %2 in the first run, %3 in the second</source>
        <translation>%1 不同：第一次运行为 %2，第二次为 %3</translation>
    </message>
    <message>
        <source>%1 is a '%2'</source>
        <translation>%1 的类型为“%2”</translation>
    </message>
    <message>
        <source>it can be had as json only</source>
        <translation>只能导出为 json</translation>
    </message>
    <message>
        <source>%1 is a '%2', which has no %3 form</source>
        <translation>%1 的类型为“%2”，没有 %3 格式</translation>
    </message>
    <message>
        <source>'%1' is %2</source>
        <translation>“%1”为 %2</translation>
    </message>
    <message>
        <source>expected %1</source>
        <translation>应为 %1</translation>
    </message>
    <message>
        <source>a path that begins with /, or nothing</source>
        <translation>以 / 开头的路径，或留空</translation>
    </message>
    <message>
        <source>"en", "zh_CN" or ""</source>
        <translation>"en"、"zh_CN" 或 ""</translation>
    </message>
    <message>
        <source>system, light or dark</source>
        <translation>system、light 或 dark</translation>
    </message>
    <message>
        <source>The settings could not be read: %1. The defaults are used; the file is kept as '%2'.</source>
        <translation>无法读取设置：%1。已使用默认值；文件已另存为“%2”。</translation>
    </message>
    <message>
        <source>This run was not put into the history: %1.</source>
        <translation>本次运行未写入历史记录：%1。</translation>
    </message>
    <message>
        <source>the printed report could not be made</source>
        <translation>无法生成打印报告</translation>
    </message>
    <message>
        <source>export it as HTML instead</source>
        <translation>请改为导出 HTML</translation>
    </message>
    <message>
        <source>%1 was expected</source>
        <translation>应为 %1</translation>
    </message>
    <message>
        <source>%1 was expected: check that this is the config.json of a language model</source>
        <translation>应为 %1：请确认这是语言模型的 config.json</translation>
    </message>
    <message>
        <source>%1 were expected</source>
        <translation>应为 %1</translation>
    </message>
    <message>
        <source>'%1' has no '%2'</source>
        <translation>“%1”缺少“%2”</translation>
    </message>
    <message>
        <source>'%1' has %2 = %3</source>
        <translation>“%1”中 %2 = %3</translation>
    </message>
    <message>
        <source>'%1' asks for %2</source>
        <translation>“%1”要求 %2</translation>
    </message>
    <message>
        <source>supported is %1</source>
        <translation>支持的是 %1</translation>
    </message>
    <message>
        <source>the architecture '%1'</source>
        <translation>架构“%1”</translation>
    </message>
    <message>
        <source>a mixture of experts (%1)</source>
        <translation>混合专家模型（%1）</translation>
    </message>
    <message>
        <source>hidden_act '%1'</source>
        <translation>hidden_act“%1”</translation>
    </message>
    <message>
        <source>layer_types with %1</source>
        <translation>含 %1 的 layer_types</translation>
    </message>
    <message>
        <source>rotary embedding of type '%1'</source>
        <translation>“%1”类型的旋转位置编码</translation>
    </message>
    <message>
        <source>a rotary embedding that differs by layer (%1)</source>
        <translation>各层不同的旋转位置编码（%1）</translation>
    </message>
    <message>
        <source>one for all layers</source>
        <translation>所有层共用一个</translation>
    </message>
    <message>
        <source>the number format '%1'</source>
        <translation>数值格式“%1”</translation>
    </message>
    <message>
        <source>float32, float16 or bfloat16</source>
        <translation>float32、float16 或 bfloat16</translation>
    </message>
    <message>
        <source>'%1' is not a JSON object</source>
        <translation>“%1”不是 JSON 对象</translation>
    </message>
    <message>
        <source>a model configuration was expected</source>
        <translation>应为模型配置</translation>
    </message>
    <message>
        <source>'%1' has no config.json</source>
        <translation>“%1”中没有 config.json</translation>
    </message>
    <message>
        <source>a model folder in Hugging Face layout was expected</source>
        <translation>应为 Hugging Face 布局的模型文件夹</translation>
    </message>
    <message>
        <source>line %1 of '%2' is not a SHA-256 sum</source>
        <translation>“%2”的第 %1 行不是 SHA-256 校验和</translation>
    </message>
    <message>
        <source>64 hexadecimal digits and a file name were expected</source>
        <translation>应为 64 位十六进制数和文件名</translation>
    </message>
    <message>
        <source>'%1' gives no SHA-256 of 64 hexadecimal digits for '%2'</source>
        <translation>“%1”没有给出“%2”的 64 位十六进制 SHA-256</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging Face 缓存</translation>
    </message>
    <message>
        <source>'%1' holds no SHA-256 of 64 hexadecimal digits</source>
        <translation>“%1”中没有 64 位十六进制的 SHA-256</translation>
    </message>
    <message>
        <source>'%1' holds no hashes</source>
        <translation>“%1”中没有哈希值</translation>
    </message>
    <message>
        <source>the layout of SHA256SUMS or {"files": {"NAME": "HEX"}} was expected</source>
        <translation>应为 SHA256SUMS 或 {"files": {"NAME": "HEX"}} 的格式</translation>
    </message>
    <message>
        <source>hashing was cancelled</source>
        <translation>哈希计算已取消</translation>
    </message>
    <message>
        <source>the weight file '%1', which %2 names, is missing</source>
        <translation>缺少权重文件“%1”（由 %2 指定）</translation>
    </message>
    <message>
        <source>download it</source>
        <translation>请下载</translation>
    </message>
    <message>
        <source>the folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>'%1' has no .safetensors files</source>
        <translation>“%1”中没有 .safetensors 文件</translation>
    </message>
    <message>
        <source>nothing can be hashed</source>
        <translation>没有可计算哈希的文件</translation>
    </message>
    <message>
        <source>the model folder '%1' does not exist</source>
        <translation>模型文件夹“%1”不存在</translation>
    </message>
    <message>
        <source>'%1' is a file</source>
        <translation>“%1”是文件</translation>
    </message>
    <message>
        <source>give the model folder that holds config.json</source>
        <translation>请给出包含 config.json 的模型文件夹</translation>
    </message>
    <message>
        <source>'%1' has no weight_map</source>
        <translation>“%1”中没有 weight_map</translation>
    </message>
    <message>
        <source>'%1' places tensor '%2' in %3</source>
        <translation>“%1”把张量“%2”放在 %3 中</translation>
    </message>
    <message>
        <source>the name of a .safetensors file in the same folder was expected</source>
        <translation>应为同一文件夹中 .safetensors 文件的名称</translation>
    </message>
    <message>
        <source>'%1' holds '%2' but neither %3 nor %4</source>
        <translation>“%1”中有“%2”，但没有 %3 也没有 %4</translation>
    </message>
    <message>
        <source>download the missing file</source>
        <translation>请下载缺少的文件</translation>
    </message>
    <message>
        <source>'%1' holds weights as '%2'</source>
        <translation>“%1”中的权重为“%2”</translation>
    </message>
    <message>
        <source>only safetensors is read: convert it with save_pretrained of transformers</source>
        <translation>只能读取 safetensors：请用 transformers 的 save_pretrained 转换</translation>
    </message>
    <message>
        <source>'%1' has neither %2 nor %3</source>
        <translation>“%1”中既没有 %2 也没有 %3</translation>
    </message>
    <message>
        <source>download the weights</source>
        <translation>请下载权重</translation>
    </message>
    <message>
        <source>tensor '%1' is stored twice, in '%2' and in '%3'</source>
        <translation>张量“%1”存储了两次，分别在“%2”和“%3”中</translation>
    </message>
    <message>
        <source>tensor '%1' is not in '%2', where %3 places it</source>
        <translation>张量“%1”不在 %3 所指的“%2”中</translation>
    </message>
    <message>
        <source>download both again</source>
        <translation>请重新下载两者</translation>
    </message>
    <message>
        <source>tensor '%1' is in no weight file of '%2', but %3 with %4 layers needs it</source>
        <translation>“%2”的权重文件中没有张量“%1”，而 %4 层的 %3 需要它</translation>
    </message>
    <message>
        <source>tensor '%1' has the shape %2, but config.json asks for %3</source>
        <translation>张量“%1”的形状为 %2，而 config.json 要求 %3</translation>
    </message>
    <message>
        <source>tensor '%1' is stored as %2</source>
        <translation>张量“%1”以 %2 存储</translation>
    </message>
    <message>
        <source>F32, F16 and BF16 can be loaded</source>
        <translation>可加载 F32、F16 和 BF16</translation>
    </message>
    <message>
        <source>'%1' has no list 'models'</source>
        <translation>“%1”中没有列表“models”</translation>
    </message>
    <message>
        <source>mend or remove it</source>
        <translation>请修正或删除它</translation>
    </message>
    <message>
        <source>'%1' has an entry without 'name' and 'path'</source>
        <translation>“%1”中有一项缺少“name”和“path”</translation>
    </message>
    <message>
        <source>no model was named</source>
        <translation>未指定模型</translation>
    </message>
    <message>
        <source>give a folder, 'demo' or an id such as THUDM/glm-4-9b-hf</source>
        <translation>请给出文件夹、demo 或 id（如 THUDM/glm-4-9b-hf）</translation>
    </message>
    <message>
        <source>no model '%1' was found</source>
        <translation>未找到模型“%1”</translation>
    </message>
    <message>
        <source>the precision '%1' is not known</source>
        <translation>未知的精度“%1”</translation>
    </message>
    <message>
        <source>supported are %1</source>
        <translation>支持 %1</translation>
    </message>
    <message>
        <source>'%1' cannot be read: %2</source>
        <translation>无法读取“%1”：%2</translation>
    </message>
    <message>
        <source>download the file again or ask its publisher</source>
        <translation>请重新下载该文件或询问发布者</translation>
    </message>
    <message>
        <source>binary data</source>
        <translation>二进制数据</translation>
    </message>
    <message>
        <source>the number %1</source>
        <translation>数值 %1</translation>
    </message>
    <message>
        <source>the negative number %1</source>
        <translation>负数 %1</translation>
    </message>
    <message>
        <source>tensor '%1' has the dtype '%2', which is not known</source>
        <translation>张量“%1”的 dtype“%2”未知</translation>
    </message>
    <message>
        <source>the header names '%1' twice</source>
        <translation>文件头中“%1”出现两次</translation>
    </message>
    <message>
        <source>__metadata__ names '%1' twice</source>
        <translation>__metadata__ 中“%1”出现两次</translation>
    </message>
    <message>
        <source>tensor '%1' has the unknown entry '%2'</source>
        <translation>张量“%1”含有未知的项“%2”</translation>
    </message>
    <message>
        <source>tensor '%1' has '%2' twice</source>
        <translation>张量“%1”的“%2”出现两次</translation>
    </message>
    <message>
        <source>tensor '%1' lacks one of dtype, shape and data_offsets</source>
        <translation>张量“%1”缺少 dtype、shape、data_offsets 之一</translation>
    </message>
    <message>
        <source>tensor '%1' has %2 data_offsets</source>
        <translation>张量“%1”有 %2 个 data_offsets</translation>
    </message>
    <message>
        <source>begin and end were expected</source>
        <translation>应为起点和终点</translation>
    </message>
    <message>
        <source>the header is not valid JSON at byte %1</source>
        <translation>文件头在第 %1 字节处不是有效的 JSON</translation>
    </message>
    <message>
        <source>__metadata__ entry '%1' is %2</source>
        <translation>__metadata__ 的项“%1”为 %2</translation>
    </message>
    <message>
        <source>a text was expected</source>
        <translation>应为文本</translation>
    </message>
    <message>
        <source>tensor '%1' has %2 in its shape</source>
        <translation>张量“%1”的 shape 中有 %2</translation>
    </message>
    <message>
        <source>tensor '%1' has %2 in its data_offsets</source>
        <translation>张量“%1”的 data_offsets 中有 %2</translation>
    </message>
    <message>
        <source>whole numbers from 0 were expected</source>
        <translation>应为不小于 0 的整数</translation>
    </message>
    <message>
        <source>tensor '%1' has %2 as its %3</source>
        <translation>张量“%1”的 %3 为 %2</translation>
    </message>
    <message>
        <source>the header has %1 at '%2'</source>
        <translation>文件头的“%2”处为 %1</translation>
    </message>
    <message>
        <source>an object was expected</source>
        <translation>应为对象</translation>
    </message>
    <message>
        <source>tensor '%1' has reversed data_offsets [%2, %3]</source>
        <translation>张量“%1”的 data_offsets 颠倒：[%2, %3]</translation>
    </message>
    <message>
        <source>tensor '%1' has the shape %2, whose size overflows</source>
        <translation>张量“%1”的形状 %2 大小溢出</translation>
    </message>
    <message>
        <source>tensor '%1' of shape %2 and dtype %3 needs %4 bytes but its data_offsets give it %5</source>
        <translation>形状 %2、dtype %3 的张量“%1”需要 %4 字节，而 data_offsets 给了 %5 字节</translation>
    </message>
    <message>
        <source>'%1' has %2 bytes</source>
        <translation>“%1”有 %2 字节</translation>
    </message>
    <message>
        <source>a safetensors file has at least 8</source>
        <translation>safetensors 文件至少有 8 字节</translation>
    </message>
    <message>
        <source>'%1' says that its header has %2 bytes</source>
        <translation>“%1”声称文件头有 %2 字节</translation>
    </message>
    <message>
        <source>at most %1 are accepted</source>
        <translation>最多接受 %1</translation>
    </message>
    <message>
        <source>check that it is a safetensors file</source>
        <translation>请确认它是 safetensors 文件</translation>
    </message>
    <message>
        <source>'%1' says that its header has %2 bytes, but only %3 follow</source>
        <translation>“%1”声称文件头有 %2 字节，但其后只有 %3 字节</translation>
    </message>
    <message>
        <source>'%1' has a header that does not begin with '{'</source>
        <translation>“%1”的文件头不以 { 开头</translation>
    </message>
    <message>
        <source>'%1' has a header that is not UTF-8</source>
        <translation>“%1”的文件头不是 UTF-8</translation>
    </message>
    <message>
        <source>'%1' has a zero byte in its header</source>
        <translation>“%1”的文件头中有零字节</translation>
    </message>
    <message>
        <source>'%1' has tensors that overlap: '%2' begins at byte %3 of the data, before '%4' ends at %5</source>
        <translation>“%1”中的张量重叠：“%2”从数据的第 %3 字节开始，而“%4”到 %5 才结束</translation>
    </message>
    <message>
        <source>'%1' has a hole of %2 bytes before tensor '%3'</source>
        <translation>“%1”在张量“%3”之前有 %2 字节的空洞</translation>
    </message>
    <message>
        <source>'%1' is truncated: %2 bytes are missing of %3</source>
        <translation>“%1”被截断：%3 字节中缺少 %2 字节</translation>
    </message>
    <message>
        <source>'%1' has %2 bytes after its last tensor</source>
        <translation>“%1”在最后一个张量之后还有 %2 字节</translation>
    </message>
    <message>
        <source>the added token '%1' has the id %2</source>
        <translation>附加 token“%1”的 id 为 %2</translation>
    </message>
    <message>
        <source>the added token '%1' has the id %2, but the vocabulary gives it %3</source>
        <translation>附加 token“%1”的 id 为 %2，而词表给它的是 %3</translation>
    </message>
    <message>
        <source>merge %1 of the tokenizer has %2 parts</source>
        <translation>分词器的第 %1 条合并规则有 %2 个部分</translation>
    </message>
    <message>
        <source>2 were expected</source>
        <translation>应为 2 个</translation>
    </message>
    <message>
        <source>%1 '%2' of this tokenizer is not supported by this release, which knows %3</source>
        <translation>本版本不支持该分词器的 %1“%2”；支持的有 %3</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>the BPE option</source>
        <translation>BPE 选项</translation>
    </message>
    <message>
        <source>the decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>the normalizer</source>
        <translation>规范化器</translation>
    </message>
    <message>
        <source>the pre-tokenizer</source>
        <translation>预分词器</translation>
    </message>
    <message>
        <source>the post-processor</source>
        <translation>后处理器</translation>
    </message>
    <message>
        <source>the split behavior</source>
        <translation>切分方式</translation>
    </message>
    <message>
        <source>the tokenizer's vocabulary is empty or not an object of pieces and ids</source>
        <translation>分词器的词表为空，或不是词片到 id 的对象</translation>
    </message>
    <message>
        <source>the vocabulary gives '%1' the id %2</source>
        <translation>词表给“%1”的 id 为 %2</translation>
    </message>
    <message>
        <source>the vocabulary gives the id %1 to '%2' and to another piece</source>
        <translation>词表把 id %1 同时给了“%2”和另一词片</translation>
    </message>
    <message>
        <source>the tokenizer's merges are not a list</source>
        <translation>分词器的 merges 不是列表</translation>
    </message>
    <message>
        <source>merge %1 of the tokenizer needs '%2', which the vocabulary lacks</source>
        <translation>分词器的第 %1 条合并规则需要“%2”，而词表中没有</translation>
    </message>
    <message>
        <source>the tokenizer's unknown token '%1' is not in its vocabulary</source>
        <translation>分词器的 unknown token“%1”不在词表中</translation>
    </message>
    <message>
        <source>'%1' holds no messages</source>
        <translation>“%1”中没有消息</translation>
    </message>
    <message>
        <source>a list of {"role": ..., "content": ...} objects was expected</source>
        <translation>应为 {"role": ..., "content": ...} 对象的列表</translation>
    </message>
    <message>
        <source>'%1' is not a list of objects: message %2 is %3</source>
        <translation>“%1”不是对象列表：第 %2 条消息为 %3</translation>
    </message>
    <message>
        <source>'%1' has no "role" in message %2</source>
        <translation>“%1”的第 %2 条消息没有 "role"</translation>
    </message>
    <message>
        <source>a string was expected</source>
        <translation>应为字符串</translation>
    </message>
    <message>
        <source>'%1' has no "content" in message %2</source>
        <translation>“%1”的第 %2 条消息没有 "content"</translation>
    </message>
    <message>
        <source>'%1' has a "content" in message %2 that is %3</source>
        <translation>“%1”的第 %2 条消息的 "content" 为 %3</translation>
    </message>
    <message>
        <source>the chat_template of '%1' is neither text nor a list of named templates</source>
        <translation>“%1”的 chat_template 既不是文本，也不是命名模板的列表</translation>
    </message>
    <message>
        <source>'%1' has no chat template named '%2'</source>
        <translation>“%1”中没有名为“%2”的聊天模板</translation>
    </message>
    <message>
        <source>it has %1</source>
        <translation>现有 %1</translation>
    </message>
    <message>
        <source>the chat template did not end within %1 and was stopped</source>
        <translation>聊天模板在 %1 内没有结束，已被终止</translation>
    </message>
    <message>
        <source>it may loop for ever</source>
        <translation>它可能陷入死循环</translation>
    </message>
    <message>
        <source>the chat template needed more than %1 and was stopped</source>
        <translation>聊天模板所需内存超过 %1，已被终止</translation>
    </message>
    <message>
        <source>rendering the chat template crashed with signal %1</source>
        <translation>渲染聊天模板时崩溃，信号 %1</translation>
    </message>
    <message>
        <source>it may nest or recurse without end</source>
        <translation>它可能无限嵌套或递归</translation>
    </message>
    <message>
        <source>the answer of autoglm-helper</source>
        <translation>autoglm-helper 的应答</translation>
    </message>
    <message>
        <source>autoglm-helper ended with exit code %1 instead of an answer: %2</source>
        <translation>autoglm-helper 没有应答，以退出码 %1 结束：%2</translation>
    </message>
    <message>
        <source>autoglm-helper ended with exit code %1 instead of an answer: </source>
        <translation>autoglm-helper 没有应答，以退出码 %1 结束</translation>
    </message>
    <message>
        <source>this program was built without chat templates: %1</source>
        <translation>本程序构建时未包含聊天模板：%1</translation>
    </message>
    <message>
        <source>the chat template refuses these messages: %1</source>
        <translation>聊天模板拒绝这些消息：%1</translation>
    </message>
    <message>
        <source>the chat template cannot be read: %1</source>
        <translation>无法读取聊天模板：%1</translation>
    </message>
    <message>
        <source>the chat template failed while rendering: %1</source>
        <translation>聊天模板渲染失败：%1</translation>
    </message>
    <message>
        <source>this model has no chat template</source>
        <translation>该模型没有聊天模板</translation>
    </message>
    <message>
        <source>the tokenizer's template for one text holds the text twice</source>
        <translation>分词器的单文本模板中文本出现两次</translation>
    </message>
    <message>
        <source>the tokenizer's template gives '%1' the id %2, which no token has</source>
        <translation>分词器的模板给“%1”的 id 为 %2，没有 token 使用它</translation>
    </message>
    <message>
        <source>the tokenizer's template for one text leaves the text out</source>
        <translation>分词器的单文本模板中没有文本</translation>
    </message>
    <message>
        <source>the pattern is %1</source>
        <translation>正则为 %1</translation>
    </message>
    <message>
        <source>a class intersection (&amp;&amp;)</source>
        <translation>字符类交集（&amp;&amp;）</translation>
    </message>
    <message>
        <source>a class within a class</source>
        <translation>嵌套的字符类</translation>
    </message>
    <message>
        <source>the tokenizer's pattern could not be matched at byte %1 of the text: %2</source>
        <translation>分词器的正则在文本第 %1 字节处匹配失败：%2</translation>
    </message>
    <message>
        <source>the tokenizer's pattern matches backwards (\K in a lookahead)</source>
        <translation>分词器的正则会反向匹配（前瞻中的 \K）</translation>
    </message>
    <message>
        <source>the id %1 belongs to '%2' and to the added token '%3'</source>
        <translation>id %1 同时属于“%2”和附加 token“%3”</translation>
    </message>
    <message>
        <source>'%1' was not found</source>
        <translation>未找到“%1”</translation>
    </message>
    <message>
        <source>a model folder needs its tokenizer.json beside config.json</source>
        <translation>模型文件夹中 config.json 旁需有 tokenizer.json</translation>
    </message>
    <message>
        <source>'%1' is not a tokenizer: an object with the key "model" was expected</source>
        <translation>“%1”不是分词器：应为含有键 "model" 的对象</translation>
    </message>
    <message>
        <source>'%1' is damaged: %2</source>
        <translation>“%1”已损坏：%2</translation>
    </message>
    <message>
        <source>not enough memory to read '%1' of %2</source>
        <translation>内存不足，无法读取大小为 %2 的“%1”</translation>
    </message>
    <message>
        <source>the text has %1</source>
        <translation>文本大小为 %1</translation>
    </message>
    <message>
        <source>at most %1 can be tokenized at once</source>
        <translation>一次最多可分词 %1</translation>
    </message>
    <message>
        <source>the document with the engine facts cannot be read: %1</source>
        <translation>无法读取引擎信息文档：%1</translation>
    </message>
    <message>
        <source>the document with the precision probe cannot be read: %1</source>
        <translation>无法读取精度探测文档：%1</translation>
    </message>
    <message>
        <source>the document with the %1 cannot be read: %2</source>
        <translation>无法读取 %1 文档：%2</translation>
    </message>
    <message>
        <source>the answer of the engine probe</source>
        <translation>引擎探测的应答</translation>
    </message>
    <message>
        <source>the answer of the engine probe is not a JSON object</source>
        <translation>引擎探测的应答不是 JSON 对象</translation>
    </message>
    <message>
        <source>the engine module '%1' could not be loaded: %2</source>
        <translation>无法加载引擎模块“%1”：%2</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>未说明原因</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>未说明原因</translation>
    </message>
    <message>
        <source>'%1' is not an engine module: %2 is missing in it</source>
        <translation>“%1”不是引擎模块：其中缺少 %2</translation>
    </message>
    <message>
        <source>the engine module '%1' speaks interface version %2 while this program speaks %3</source>
        <translation>引擎模块“%1”的接口版本为 %2，而本程序为 %3</translation>
    </message>
    <message>
        <source>install both from the same build</source>
        <translation>请安装来自同一次构建的模块和程序</translation>
    </message>
    <message>
        <source>the engine module '%1' was loaded but made no engine</source>
        <translation>引擎模块“%1”已加载，但没有创建引擎</translation>
    </message>
    <message>
        <source>its last words: %1</source>
        <translation>其最后输出：%1</translation>
    </message>
    <message>
        <source>the engine module '%1' did not load within %2</source>
        <translation>引擎模块“%1”在 %2 内未能加载</translation>
    </message>
    <message>
        <source>loading the engine module '%1' in a process of its own ended by %2</source>
        <translation>在独立进程中加载引擎模块“%1”时因 %2 结束</translation>
    </message>
    <message>
        <source>signal %1</source>
        <translation>信号 %1</translation>
    </message>
    <message>
        <source>signal %1 (%2)</source>
        <translation>信号 %1（%2）</translation>
    </message>
    <message>
        <source>the engine probe ended with exit code %1 and without an answer that can be read: %2</source>
        <translation>引擎探测以退出码 %1 结束，没有可读的应答：%2</translation>
    </message>
    <message>
        <source>the prompt is empty</source>
        <translation>提示词为空</translation>
    </message>
    <message>
        <source>at least one token is needed</source>
        <translation>至少需要一个 token</translation>
    </message>
    <message>
        <source>the prompt has %1 tokens while the context has room for %2</source>
        <translation>提示词有 %1 个 token，而上下文只容得下 %2 个</translation>
    </message>
    <message>
        <source>shorten the prompt or choose a longer context</source>
        <translation>请缩短提示词或选择更长的上下文</translation>
    </message>
    <message>
        <source>shorten the prompt or raise the context</source>
        <translation>请缩短提示词或增大上下文</translation>
    </message>
    <message>
        <source>max-tokens is %1</source>
        <translation>max-tokens 为 %1</translation>
    </message>
    <message>
        <source>at least 1 was expected</source>
        <translation>应至少为 1</translation>
    </message>
    <message>
        <source>a stop string is empty or not valid UTF-8</source>
        <translation>停止字符串为空或不是有效的 UTF-8</translation>
    </message>
    <message>
        <source>at least one character was expected</source>
        <translation>应至少有一个字符</translation>
    </message>
    <message>
        <source>temperature is %1</source>
        <translation>temperature 为 %1</translation>
    </message>
    <message>
        <source>top-k is %1</source>
        <translation>top-k 为 %1</translation>
    </message>
    <message>
        <source>top-p is %1</source>
        <translation>top-p 为 %1</translation>
    </message>
    <message>
        <source>min-p is %1</source>
        <translation>min-p 为 %1</translation>
    </message>
    <message>
        <source>repetition-penalty is %1</source>
        <translation>repetition-penalty 为 %1</translation>
    </message>
    <message>
        <source>seed is %1</source>
        <translation>seed 为 %1</translation>
    </message>
    <message>
        <source>could not run the model: %1</source>
        <translation>无法运行模型：%1</translation>
    </message>
    <message>
        <source>could not allocate the KV cache: %1</source>
        <translation>无法分配 KV cache：%1</translation>
    </message>
    <message>
        <source>could not allocate the weights: %1</source>
        <translation>无法为权重分配内存：%1</translation>
    </message>
    <message>
        <source>could not load the weights: %1</source>
        <translation>无法加载权重：%1</translation>
    </message>
    <message>
        <source>could not multiply matrices: %1</source>
        <translation>无法计算矩阵乘法：%1</translation>
    </message>
    <message>
        <source>could not %1: %2</source>
        <translation>无法执行“%1”：%2</translation>
    </message>
    <message>
        <source>choose a smaller precision or context, or close other programs</source>
        <translation>请选择更低的精度或更短的上下文，或关闭其他程序</translation>
    </message>
    <message>
        <source>the device may need a restart of this program</source>
        <translation>可能需要重启本程序才能恢复设备</translation>
    </message>
    <message>
        <source>CUDA did not start the product: %1</source>
        <translation>CUDA 未能启动矩阵乘：%1</translation>
    </message>
    <message>
        <source>CUDA did not start a kernel: %1</source>
        <translation>CUDA 未能启动内核：%1</translation>
    </message>
    <message>
        <source>CUDA did not start the decode step: %1</source>
        <translation>CUDA 未能启动解码步：%1</translation>
    </message>
    <message>
        <source>CUDA failed in the decode step: %1</source>
        <translation>CUDA 在解码步中出错：%1</translation>
    </message>
    <message>
        <source>FP32, FP16 or BF16 was expected, found %1</source>
        <translation>应为 FP32、FP16 或 BF16，实为 %1</translation>
    </message>
    <message>
        <source>the cache does not hold heads as they are computed</source>
        <translation>缓存中各头的存放方式与计算方式不符</translation>
    </message>
    <message>
        <source>%1 does not run on '%2' so far</source>
        <translation>%1 暂不能在“%2”上运行</translation>
    </message>
    <message>
        <source>choose fp32, fp16, bf16, int8 or int4 there, or the CPU</source>
        <translation>请在该设备上选用 fp32、fp16、bf16、int8 或 int4，或改用 CPU</translation>
    </message>
    <message>
        <source>%1 stored tensor is not used by the model that config.json describes, for example '%2'</source>
        <translation>存储的张量中有 %1 个不被 config.json 描述的模型使用，例如“%2”</translation>
    </message>
    <message>
        <source>%1 stored tensors are not used by the model that config.json describes, for example '%2'</source>
        <translation>存储的张量中有 %1 个不被 config.json 描述的模型使用，例如“%2”</translation>
    </message>
    <message>
        <source>look whether config.json belongs to these weights</source>
        <translation>请确认 config.json 与这些权重匹配</translation>
    </message>
    <message>
        <source>tensor '%1' holds %2 NaN and %3 infinite values: the weights are damaged or were saved wrongly, answers will be void</source>
        <translation>张量“%1”含有 %2 个 NaN 和 %3 个无穷值：权重已损坏或保存有误，回答将无效</translation>
    </message>
    <message>
        <source>loading was cancelled</source>
        <translation>加载已取消</translation>
    </message>
    <message>
        <source>'%1' has %2 bytes but had %3 when the folder was opened: it is being written</source>
        <translation>“%1”现有 %2 字节，而打开文件夹时为 %3 字节：它正在被写入</translation>
    </message>
    <message>
        <source>open the folder again when that is done</source>
        <translation>请在写入完成后重新打开文件夹</translation>
    </message>
    <message>
        <source>another hash</source>
        <translation>其他哈希值</translation>
    </message>
    <message>
        <source>download it again, or allow the mismatch explicitly</source>
        <translation>请重新下载，或明确允许该不一致</translation>
    </message>
    <message>
        <source>it was loaded because the mismatch was allowed explicitly</source>
        <translation>因已明确允许不一致而加载</translation>
    </message>
    <message>
        <source>no token was given</source>
        <translation>没有给出 token</translation>
    </message>
    <message>
        <source>at least one is needed</source>
        <translation>至少需要一个</translation>
    </message>
    <message>
        <source>%1 ids cannot be shared equally by %2 sequences</source>
        <translation>%1 个 id 无法平均分给 %2 个序列</translation>
    </message>
    <message>
        <source>the context holds %1 tokens, %2 are in use and %3 more were asked for</source>
        <translation>上下文容纳 %1 个 token，已用 %2 个，还需要 %3 个</translation>
    </message>
    <message>
        <source>token id %1 at position %2 is outside the vocabulary of %3</source>
        <translation>位置 %2 的 token id %1 超出大小为 %3 的词表</translation>
    </message>
    <message>
        <source>prefill was cancelled</source>
        <translation>prefill 已取消</translation>
    </message>
    <message>
        <source>decode takes one id per sequence: %1 expected, %2 given</source>
        <translation>decode 每个序列取一个 id：应为 %1 个，给了 %2 个</translation>
    </message>
    <message>
        <source>logits of every position need a session of one sequence</source>
        <translation>获取每个位置的 logits 需要单序列会话</translation>
    </message>
    <message>
        <source>cannot keep %1 of %2 tokens</source>
        <translation>无法保留 %2 个 token 中的 %1 个</translation>
    </message>
    <message>
        <source>the device '%1' is unknown</source>
        <translation>未知设备“%1”</translation>
    </message>
    <message>
        <source>use cpu or cuda:0, cuda:1, ...</source>
        <translation>请使用 cpu 或 cuda:0、cuda:1 等</translation>
    </message>
    <message>
        <source>'%1' was asked for, but no CUDA device can be used here</source>
        <translation>要求使用“%1”，但这里没有可用的 CUDA 设备</translation>
    </message>
    <message>
        <source>'%1' was asked for, but only %2 CUDA device(s) can be used here</source>
        <translation>要求使用“%1”，但这里只有 %2 个可用的 CUDA 设备</translation>
    </message>
    <message>
        <source>see autoglm env</source>
        <translation>请查看 autoglm env</translation>
    </message>
    <message>
        <source>'%1' was asked for, but this program was built without CUDA</source>
        <translation>要求使用“%1”，但本程序构建时未启用 CUDA</translation>
    </message>
    <message>
        <source>'%1' was asked for, but this libtorch was built without CUDA</source>
        <translation>要求使用“%1”，但该 libtorch 构建时未启用 CUDA</translation>
    </message>
    <message>
        <source>a context of %1 tokens was asked for</source>
        <translation>要求的上下文为 %1 个 token</translation>
    </message>
    <message>
        <source>this model takes 1 to %1</source>
        <translation>该模型支持 1 到 %1</translation>
    </message>
    <message>
        <source>a batch of %1 was asked for</source>
        <translation>要求的 batch 为 %1</translation>
    </message>
    <message>
        <source>at least 1 is needed</source>
        <translation>至少为 1</translation>
    </message>
    <message>
        <source>no model folder was given to load</source>
        <translation>没有给出要加载的模型文件夹</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>没有加载模型</translation>
    </message>
    <message>
        <source>load one first</source>
        <translation>请先加载模型</translation>
    </message>
    <message>
        <source>the program's own memory ran out</source>
        <translation>本程序自身内存不足</translation>
    </message>
    <message>
        <source>free memory and try again</source>
        <translation>请释放内存后重试</translation>
    </message>
    <message>
        <source>an unexpected fault ended the run: %1</source>
        <translation>意外故障使运行中止：%1</translation>
    </message>
    <message>
        <source>the device was lost and this process cannot use it again</source>
        <translation>设备已丢失，本进程无法再使用它</translation>
    </message>
    <message>
        <source>restart the program</source>
        <translation>请重启程序</translation>
    </message>
    <message>
        <source>the engine is %1 (run %2)</source>
        <translation>引擎正在 %1（运行 %2）</translation>
    </message>
    <message>
        <source>the engine is at work</source>
        <translation>引擎正在工作</translation>
    </message>
    <message>
        <source>stop it or wait until it has ended</source>
        <translation>请停止它或等待其结束</translation>
    </message>
    <message>
        <source>loading a model</source>
        <translation>加载模型</translation>
    </message>
    <message>
        <source>unloading the model</source>
        <translation>卸载模型</translation>
    </message>
    <message>
        <source>answering a prompt</source>
        <translation>回答提示词</translation>
    </message>
    <message>
        <source>scoring a text</source>
        <translation>为文本评分</translation>
    </message>
    <message>
        <source>running a benchmark</source>
        <translation>运行基准测试</translation>
    </message>
    <message>
        <source>comparing two precisions</source>
        <translation>对比两种精度</translation>
    </message>
    <message>
        <source>trying the device</source>
        <translation>测试设备</translation>
    </message>
    <message>
        <source>NVIDIA's management library could not be loaded: %1</source>
        <translation>无法加载 NVIDIA 管理库：%1</translation>
    </message>
    <message>
        <source>NVIDIA's management library lacks a function of its version 5 and later</source>
        <translation>NVIDIA 管理库缺少第 5 版及以后应有的函数</translation>
    </message>
    <message>
        <source>NVIDIA's management library does not start: %1 (code %2)</source>
        <translation>NVIDIA 管理库无法启动：%1（代码 %2）</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>application clocks</source>
        <translation>应用时钟</translation>
    </message>
    <message>
        <source>software power cap</source>
        <translation>软件功耗上限</translation>
    </message>
    <message>
        <source>hardware slowdown</source>
        <translation>硬件降频</translation>
    </message>
    <message>
        <source>sync boost</source>
        <translation>同步加速</translation>
    </message>
    <message>
        <source>software thermal slowdown</source>
        <translation>软件温控降频</translation>
    </message>
    <message>
        <source>hardware thermal slowdown</source>
        <translation>硬件温控降频</translation>
    </message>
    <message>
        <source>hardware power brake</source>
        <translation>硬件功率制动</translation>
    </message>
    <message>
        <source>display clocks</source>
        <translation>显示时钟</translation>
    </message>
    <message>
        <source>stopped on request</source>
        <translation>已按要求停止</translation>
    </message>
    <message>
        <source>clocks held down now (%1)</source>
        <translation>当前频率受限（%1）</translation>
    </message>
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
        <translation>设备被降频：%1</translation>
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
        <source>The time to the first token cannot be told apart (ratio %1).</source>
        <translation>首个 token 的时间无法区分（比值 %1）。</translation>
    </message>
    <message>
        <source>The time to the first token cannot be told apart (ratio %1, within its noise floor of %2 %).</source>
        <translation>首个 token 的时间无法区分（比值 %1，未超出其噪声下限 %2 %）。</translation>
    </message>
    <message>
        <source>The perplexity of %1, %2, is no better than a guess among all %3 tokens: its quality figures tell nothing about a model that knows the text.</source>
        <translation>%1 的困惑度 %2 不优于在全部 %3 个 token 中随机猜测：其质量数据不能说明一个懂得该文本的模型。</translation>
    </message>
    <message>
        <source>The first token of %1 comes %2x sooner (%3).</source>
        <translation>%1 更早给出首个 token，另一组的用时为其 %2 倍（%3）。</translation>
    </message>
    <message>
        <source>The first token of %1 comes %2x sooner.</source>
        <translation>%1 更早给出首个 token，另一组的用时为其 %2 倍。</translation>
    </message>
    <message>
        <source>The first token of %1 comes %2x later (%3).</source>
        <translation>%1 更晚给出首个 token，用时为另一组的 %2 倍（%3）。</translation>
    </message>
    <message>
        <source>The first token of %1 comes %2x later.</source>
        <translation>%1 更晚给出首个 token，用时为另一组的 %2 倍。</translation>
    </message>
    <message>
        <source>KLD is exactly 0 over %1 tokens.</source>
        <translation>在 %1 个 token 上 KLD 恰为 0。</translation>
    </message>
    <message>
        <source>Over %1 tokens the distribution moves by %2 nats on average (KLD, 99 % of the tokens below %3, at most %4); perplexity is %5 with %6 and %7 with %8 (ratio %9).</source>
        <translation>在 %1 个 token 上，分布平均变化 %2 nats（KLD，99 % 的 token 低于 %3，最大 %4）；困惑度为 %5（%6）和 %7（%8），比值 %9。</translation>
    </message>
    <message>
        <source>Over %1 tokens the distribution moves by %2 nats on average (KLD, at most %3); perplexity is %4 with %5 and %6 with %7 (ratio %8).</source>
        <translation>在 %1 个 token 上，分布平均变化 %2 nats（KLD，最大 %3）；困惑度为 %4（%5）和 %6（%7），比值 %8。</translation>
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
        <translation>该文件夹没有分词器：提示词和文本是随机抽取的 token id，因此质量只说明两组相差多远，而非读者会察觉到什么。</translation>
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
        <source>%1, compared with %2.</source>
        <translation>与 %2 相比，%1。</translation>
    </message>
    <message>
        <source>%1 cannot be told apart in speed (ratio %2; noise floor %3), compared with %4.</source>
        <translation>与 %4 相比，%1 的速度无法区分（比值 %2；本底噪声 %3）。</translation>
    </message>
    <message>
        <source>%1 cannot be told apart in speed (ratio %2; noise floor %3) and %4, compared with %5.</source>
        <translation>与 %5 相比，%1 的速度无法区分（比值 %2；本底噪声 %3），%4。</translation>
    </message>
    <message>
        <source>%1 cannot be told apart in speed (ratio %2; noise floor %3), %4, compared with %5.</source>
        <translation>与 %5 相比，%1 的速度无法区分（比值 %2；本底噪声 %3），%4。</translation>
    </message>
    <message>
        <source>the answer was stopped</source>
        <translation>回答已停止</translation>
    </message>
    <message>
        <source>the run was stopped</source>
        <translation>运行已停止</translation>
    </message>
    <message>
        <source>the test was stopped</source>
        <translation>测试已停止</translation>
    </message>
    <message>
        <source>the bench was stopped</source>
        <translation>基准测试已停止</translation>
    </message>
    <message>
        <source>the comparison was stopped</source>
        <translation>对比已停止</translation>
    </message>
    <message>
        <source>the preparation of prompts was stopped</source>
        <translation>提示词的准备已停止</translation>
    </message>
    <message>
        <source>the limit "%1" is not a number of 0 or more, or "off"</source>
        <translation>限值 "%1" 不是不小于 0 的数值，也不是 "off"</translation>
    </message>
    <message>
        <source>"%1" is not a budget</source>
        <translation>"%1" 不是预算</translation>
    </message>
    <message>
        <source>expected NAME=LIMIT with a name of %1</source>
        <translation>应为 NAME=LIMIT，其中名称为 %1</translation>
    </message>
    <message>
        <source>the comparison has no model</source>
        <translation>对比中没有指定模型</translation>
    </message>
    <message>
        <source>the comparison has no prompt</source>
        <translation>对比中没有提示词</translation>
    </message>
    <message>
        <source>a prompt is empty</source>
        <translation>有一个提示词为空</translation>
    </message>
    <message>
        <source>tasks need a tokenizer and one prepared prompt each</source>
        <translation>任务需要分词器，且每个任务需要一个准备好的提示词</translation>
    </message>
    <message>
        <source>%1 repetitions were asked for</source>
        <translation>要求重复 %1 次</translation>
    </message>
    <message>
        <source>a timed run needs at least 2 tokens</source>
        <translation>计时运行至少需要 2 个 token</translation>
    </message>
    <message>
        <source>%1 would need %2 while %3 is free on %4</source>
        <translation>%1 需要 %2，而 %4 上只有 %3 可用</translation>
    </message>
    <message>
        <source>loading %1 and %2 side by side</source>
        <translation>同时加载 %1 和 %2</translation>
    </message>
    <message>
        <source>loading %1</source>
        <translation>加载 %1</translation>
    </message>
    <message>
        <source>a line needs a "prompt" that is text and not empty</source>
        <translation>每行需要一个非空文本的 "prompt"</translation>
    </message>
    <message>
        <source>the file holds no prompt</source>
        <translation>文件中没有提示词</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not UTF-8 at byte %2</source>
        <translation>“%1”在第 %2 字节处不是 UTF-8</translation>
    </message>
    <message>
        <source>save it as UTF-8</source>
        <translation>请将其保存为 UTF-8</translation>
    </message>
    <message>
        <source>one per line was expected</source>
        <translation>应每行一个</translation>
    </message>
    <message>
        <source>a window of %1 tokens is too short to score</source>
        <translation>%1 个 token 的窗口太短，无法评分</translation>
    </message>
    <message>
        <source>at least %1 were expected</source>
        <translation>应至少为 %1</translation>
    </message>
    <message>
        <source>the text has %1 tokens</source>
        <translation>文本有 %1 个 token</translation>
    </message>
    <message>
        <source>at least %1 are needed to score it</source>
        <translation>评分至少需要 %1 个</translation>
    </message>
    <message>
        <source>%1 ids were given</source>
        <translation>给出了 %1 个 id</translation>
    </message>
    <message>
        <source>at least 2 are needed to score one</source>
        <translation>评分至少需要 2 个</translation>
    </message>
    <message>
        <source>a window of %1 tokens was asked for</source>
        <translation>要求的窗口为 %1 个 token</translation>
    </message>
    <message>
        <source>2 to %1 are possible here</source>
        <translation>此处可为 2 到 %1</translation>
    </message>
    <message>
        <source>a task needs a "prompt" and an "answer", both of them text that is not empty</source>
        <translation>任务需要 "prompt" 和 "answer"，两者都是非空文本</translation>
    </message>
    <message>
        <source>the task file holds no task</source>
        <translation>任务文件中没有任务</translation>
    </message>
    <message>
        <source>one JSON object per line was expected</source>
        <translation>应每行一个 JSON 对象</translation>
    </message>
    <message>
        <source>no room for a bandwidth probe of %1</source>
        <translation>内存不足，无法进行 %1 的带宽探测</translation>
    </message>
    <message>
        <source>memory bandwidth cannot be measured: %1 may be used and more than three times the last-level cache of %2 is needed</source>
        <translation>无法测量内存带宽：可用 %1，而需要超过末级缓存 %2 的三倍</translation>
    </message>
    <message>
        <source>the bandwidth probe takes 0 to 4096 threads and 1 to 10000 repetitions</source>
        <translation>带宽探测接受 0 到 4096 个线程和 1 到 10000 次重复</translation>
    </message>
    <message>
        <source>the bandwidth probe needs at least 4096 bytes per thread</source>
        <translation>带宽探测每个线程至少需要 4096 字节</translation>
    </message>
    <message>
        <source>%1 were given for %2</source>
        <translation>给出的是 %1，线程数 %2</translation>
    </message>
    <message>
        <source>the bandwidth probe was cancelled</source>
        <translation>带宽探测已取消</translation>
    </message>
    <message>
        <source>the peak of resident memory could not be reset</source>
        <translation>无法重置常驻内存峰值</translation>
    </message>
    <message>
        <source>it counts from the start</source>
        <translation>从进程开始时计算</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>无法区分</translation>
    </message>
    <message>
        <source>allocator peak</source>
        <translation>分配器峰值</translation>
    </message>
    <message>
        <source>weights, KV cache and workspace as planned</source>
        <translation>计划的权重、KV cache 和工作区</translation>
    </message>
    <message>
        <source>NVIDIA driver</source>
        <translation>NVIDIA 驱动</translation>
    </message>
    <message>
        <source>CUDA reaches the GPU through the driver; without one, models run on the CPU.</source>
        <translation>CUDA 通过驱动访问 GPU；没有驱动时，模型在 CPU 上运行。</translation>
    </message>
    <message>
        <source>The driver sees no GPU: in a container, hand the devices in; else look at the kernel's messages.</source>
        <translation>驱动看不到 GPU：在容器中请传入设备；否则请查看内核消息。</translation>
    </message>
    <message>
        <source>Driver and library are of different versions, as after an update: restart the machine.</source>
        <translation>驱动与库的版本不同（更新后常见）：请重启机器。</translation>
    </message>
    <message>
        <source>Load the kernel module; where that fails, reinstall the driver.</source>
        <translation>请加载内核模块；若失败，请重新安装驱动。</translation>
    </message>
    <message>
        <source>the kernel module is loaded and its library is missing: %1</source>
        <translation>内核模块已加载，但缺少其库：%1</translation>
    </message>
    <message>
        <source>Install the driver's libraries; in a container, start it with the NVIDIA runtime.</source>
        <translation>请安装驱动的库；在容器中请用 NVIDIA runtime 启动。</translation>
    </message>
    <message>
        <source>%1 NVIDIA GPU in this machine and no driver</source>
        <translation>本机有 %1 个 NVIDIA GPU，但没有驱动</translation>
    </message>
    <message>
        <source>Install the driver to use it.</source>
        <translation>请安装驱动以使用它。</translation>
    </message>
    <message>
        <source>no NVIDIA GPU</source>
        <translation>没有 NVIDIA GPU</translation>
    </message>
    <message>
        <source>Models run on the CPU.</source>
        <translation>模型在 CPU 上运行。</translation>
    </message>
    <message>
        <source>Weights and KV cache must fit into the free memory of the device.</source>
        <translation>权重和 KV cache 必须能放进设备的可用内存。</translation>
    </message>
    <message>
        <source>Let the device cool down or raise its power limit before measuring.</source>
        <translation>测量前请让设备冷却或提高其功耗上限。</translation>
    </message>
    <message>
        <source>Other processes on the GPU</source>
        <translation>GPU 上的其他进程</translation>
    </message>
    <message>
        <source>They take memory and time, and make measurements suspect.</source>
        <translation>它们占用内存和时间，使测量结果存疑。</translation>
    </message>
    <message>
        <source>End them or choose another device before measuring.</source>
        <translation>测量前请结束它们或另选设备。</translation>
    </message>
    <message>
        <source>the driver does not list processes here</source>
        <translation>驱动在此处不列出进程</translation>
    </message>
    <message>
        <source>A small matrix product must agree with float64, or no result in this precision can be trusted.</source>
        <translation>小矩阵乘积必须与 float64 一致，否则该精度的任何结果都不可信。</translation>
    </message>
    <message>
        <source>Choose another precision on this device.</source>
        <translation>请在该设备上选择其他精度。</translation>
    </message>
    <message>
        <source>Do not use this precision here: the library or the hardware computes wrongly.</source>
        <translation>请勿在此使用该精度：库或硬件计算有误。</translation>
    </message>
    <message>
        <source>Disk space</source>
        <translation>磁盘空间</translation>
    </message>
    <message>
        <source>History, reports and logs are written here; a full disk loses results.</source>
        <translation>历史记录、报告和日志写在这里；磁盘写满会丢失结果。</translation>
    </message>
    <message>
        <source>no folder was named</source>
        <translation>未指定文件夹</translation>
    </message>
    <message>
        <source>Free some space in '%1'.</source>
        <translation>请在“%1”中腾出空间。</translation>
    </message>
    <message>
        <source>Make '%1' writable for this user.</source>
        <translation>请让当前用户可写入“%1”。</translation>
    </message>
    <message>
        <source>Model folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Every file of the model must be readable to be hashed and loaded.</source>
        <translation>模型的每个文件都必须可读，才能计算哈希和加载。</translation>
    </message>
    <message>
        <source>'%1' is readable throughout</source>
        <translation>“%1”全部可读</translation>
    </message>
    <message>
        <source>Give this user the right to read it, or name another folder.</source>
        <translation>请授予当前用户读取权限，或另选文件夹。</translation>
    </message>
    <message>
        <source>'%1' cannot be opened: %2</source>
        <translation>无法打开“%1”：%2</translation>
    </message>
    <message>
        <source>'%1' is a link to a missing file</source>
        <translation>“%1”是指向缺失文件的链接</translation>
    </message>
    <message>
        <source>'%1' cannot be read by this user</source>
        <translation>当前用户无法读取“%1”</translation>
    </message>
    <message>
        <source>Network ports</source>
        <translation>网络端口</translation>
    </message>
    <message>
        <source>A model served on a port that is taken cannot start there.</source>
        <translation>端口被占用时，模型服务无法在其上启动。</translation>
    </message>
    <message>
        <source>Choose another port to serve on, or see who listens.</source>
        <translation>请另选服务端口，或查看是谁在监听。</translation>
    </message>
    <message>
        <source>Matrix products use AVX2 and FMA at least; AVX-512, VNNI and AMX make narrow precisions fast.</source>
        <translation>矩阵乘至少使用 AVX2 和 FMA；AVX-512、VNNI 和 AMX 可加快低精度计算。</translation>
    </message>
    <message>
        <source>the CPU's instruction sets cannot be read here</source>
        <translation>此处无法读取 CPU 的指令集</translation>
    </message>
    <message>
        <source>Expect a fraction of the usual speed; in a virtual machine, pass the host's CPU model through.</source>
        <translation>速度只有通常的几分之一；在虚拟机中请直通宿主机的 CPU 型号。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Weights, KV cache and workspace must fit into free memory; nothing is read from the disk twice.</source>
        <translation>权重、KV cache 和工作区必须能放进可用内存；不会重复从磁盘读取。</translation>
    </message>
    <message>
        <source>the kernel does not say how much memory there is</source>
        <translation>内核未提供内存大小</translation>
    </message>
    <message>
        <source>Close other programs or raise the limit; models of 1 B parameters need 2 GB in BF16.</source>
        <translation>请关闭其他程序或提高限制；1B 参数的模型在 BF16 下需要 2 GB。</translation>
    </message>
    <message>
        <source>CPU load</source>
        <translation>CPU 负载</translation>
    </message>
    <message>
        <source>Other work on the same cores makes every measurement noisy.</source>
        <translation>同一核上的其他工作会使测量产生噪声。</translation>
    </message>
    <message>
        <source>the load of this machine cannot be read</source>
        <translation>无法读取本机负载</translation>
    </message>
    <message>
        <source>%1 runnable tasks on %2 cores in the last minute</source>
        <translation>最近一分钟内 %2 核上有 %1 个可运行任务</translation>
    </message>
    <message>
        <source>Let other work finish before measuring; results will be marked suspect.</source>
        <translation>测量前请让其他工作完成；否则结果会被标为存疑。</translation>
    </message>
    <message>
        <source>CPU frequency governor</source>
        <translation>CPU 频率调节器</translation>
    </message>
    <message>
        <source>A governor that saves power changes the clock while a measurement runs.</source>
        <translation>节能的频率调节器会在测量过程中改变频率。</translation>
    </message>
    <message>
        <source>no governor to be seen, as in most virtual machines</source>
        <translation>看不到频率调节器（多数虚拟机如此）</translation>
    </message>
    <message>
        <source>Switch to the performance governor while measuring.</source>
        <translation>测量时请切换到 performance 调节器。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>One thread per physical core is best; fewer leave cores idle, more make them wait for each other.</source>
        <translation>每个物理核一个线程最佳；少了会闲置核，多了会相互等待。</translation>
    </message>
    <message>
        <source>Unset %1 or set it to %2, the cores this process may use.</source>
        <translation>请取消设置 %1，或设为本进程可用的核数 %2。</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>The window needs a display; the command line does not.</source>
        <translation>窗口需要显示环境；命令行不需要。</translation>
    </message>
    <message>
        <source>Everything is reachable through the command autoglm; over ssh, -X brings the window.</source>
        <translation>所有功能都可通过命令 autoglm 使用；经 ssh 时用 -X 显示窗口。</translation>
    </message>
    <message>
        <source>This build uses instructions that the CPU lacks: install Debian's build.</source>
        <translation>该构建使用了 CPU 没有的指令：请安装 Debian 的构建。</translation>
    </message>
    <message>
        <source>The installation is broken: install libtorch again.</source>
        <translation>安装已损坏：请重新安装 libtorch。</translation>
    </message>
    <message>
        <source>A CUDA library that this libtorch was built with is missing: install it from the same source as libtorch.</source>
        <translation>缺少该 libtorch 构建所用的 CUDA 库：请从与 libtorch 相同的来源安装。</translation>
    </message>
    <message>
        <source>libtorch was built for a newer system than this: install the one for this system.</source>
        <translation>该 libtorch 是为更新的系统构建的：请安装适用于本系统的版本。</translation>
    </message>
    <message>
        <source>The engine was built against another libtorch: build again with the one in place.</source>
        <translation>引擎是用另一个 libtorch 构建的：请用当前的 libtorch 重新构建。</translation>
    </message>
    <message>
        <source>Install libtorch, then build again.</source>
        <translation>请安装 libtorch，然后重新构建。</translation>
    </message>
    <message>
        <source>The engine computes with libtorch; without it no model runs.</source>
        <translation>引擎用 libtorch 计算；没有它，任何模型都无法运行。</translation>
    </message>
    <message>
        <source>This build has the old C++ ABI, which nothing here can be linked with: install the cxx11-abi build.</source>
        <translation>该构建使用旧的 C++ ABI，此处无法与之链接：请安装 cxx11-abi 构建。</translation>
    </message>
    <message>
        <source>Version %1 or later is needed.</source>
        <translation>需要 %1 或更高版本。</translation>
    </message>
    <message>
        <source>libtorch uses none of this CPU's vector instructions: unset ATEN_CPU_CAPABILITY or install another build.</source>
        <translation>libtorch 没有使用该 CPU 的向量指令：请取消设置 ATEN_CPU_CAPABILITY 或安装其他构建。</translation>
    </message>
    <message>
        <source>BLAS provider</source>
        <translation>BLAS 库</translation>
    </message>
    <message>
        <source>Attention to a long prompt is computed by BLAS on the CPU; the reference BLAS is up to 90 times slower than OpenBLAS.</source>
        <translation>CPU 上对长提示词的注意力由 BLAS 计算；参考 BLAS 最多比 OpenBLAS 慢 90 倍。</translation>
    </message>
    <message>
        <source>libtorch does not say which library it uses</source>
        <translation>libtorch 未给出所用的库</translation>
    </message>
    <message>
        <source>This OpenBLAS uses one thread only: install the one with threads.</source>
        <translation>该 OpenBLAS 只使用一个线程：请安装多线程版本。</translation>
    </message>
    <message>
        <source>Install OpenBLAS; libtorch uses it from the next start on.</source>
        <translation>请安装 OpenBLAS；libtorch 下次启动时即会使用。</translation>
    </message>
    <message>
        <source>This BLAS is not known here; the precision probes show its speed.</source>
        <translation>未知的 BLAS；精度探测会显示其速度。</translation>
    </message>
    <message>
        <source>CUDA runtime</source>
        <translation>CUDA 运行时</translation>
    </message>
    <message>
        <source>The CUDA that libtorch was built for must be served by the driver.</source>
        <translation>libtorch 构建所用的 CUDA 必须受驱动支持。</translation>
    </message>
    <message>
        <source>not needed: no GPU and a CPU build of libtorch</source>
        <translation>不需要：没有 GPU，且 libtorch 为 CPU 版</translation>
    </message>
    <message>
        <source>libtorch was built without CUDA: the GPU lies idle</source>
        <translation>libtorch 构建时未启用 CUDA：GPU 闲置</translation>
    </message>
    <message>
        <source>Install a CUDA build of libtorch, then build again; packaging/run finds it.</source>
        <translation>请安装 CUDA 版 libtorch，然后重新构建；packaging/run 会找到它。</translation>
    </message>
    <message>
        <source>Works by minor-version compatibility; all features need driver %1.</source>
        <translation>借助次版本兼容可用；全部功能需要驱动 %1。</translation>
    </message>
    <message>
        <source>Install driver %1 or later, or a libtorch built for an older CUDA.</source>
        <translation>请安装驱动 %1 或更高版本，或为较旧 CUDA 构建的 libtorch。</translation>
    </message>
    <message>
        <source>Devices seen by libtorch</source>
        <translation>libtorch 可见的设备</translation>
    </message>
    <message>
        <source>A device that libtorch does not see cannot be chosen.</source>
        <translation>libtorch 看不到的设备无法选用。</translation>
    </message>
    <message>
        <source>CUDA_VISIBLE_DEVICES='%1' hides the others.</source>
        <translation>CUDA_VISIBLE_DEVICES='%1' 隐藏了其他设备。</translation>
    </message>
    <message>
        <source>CUDA could not start on them: load its memory module and look at the log.</source>
        <translation>CUDA 无法在其上启动：请加载其内存模块并查看日志。</translation>
    </message>
    <message>
        <source>GPU architecture</source>
        <translation>GPU 架构</translation>
    </message>
    <message>
        <source>libtorch runs only on architectures it was built for; newer ones need PTX, older ones do not run.</source>
        <translation>libtorch 只能在其构建所针对的架构上运行；更新的架构需要 PTX，更旧的无法运行。</translation>
    </message>
    <message>
        <source>libtorch does not say what it was built for</source>
        <translation>libtorch 未给出其构建所针对的架构</translation>
    </message>
    <message>
        <source>The driver compiles every kernel at its first use, which is slow once; a build for this architecture is better.</source>
        <translation>驱动会在首次使用时编译每个内核，第一次较慢；针对该架构的构建更好。</translation>
    </message>
    <message>
        <source>Install a libtorch built for compute capability %1, or choose the CPU.</source>
        <translation>请安装为计算能力 %1 构建的 libtorch，或选择 CPU。</translation>
    </message>
    <message>
        <source>CUDA %1 no longer serves compute capability %2: install a libtorch built for an older CUDA.</source>
        <translation>CUDA %1 不再支持计算能力 %2：请安装为较旧 CUDA 构建的 libtorch。</translation>
    </message>
    <message>
        <source>Attention kernels of newer GPUs come from cuDNN.</source>
        <translation>较新 GPU 的注意力内核来自 cuDNN。</translation>
    </message>
    <message>
        <source>Models run without it, attention may be slower; install the cuDNN that belongs to this libtorch.</source>
        <translation>没有它模型也能运行，但注意力可能较慢；请安装与该 libtorch 对应的 cuDNN。</translation>
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
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>column %1</source>
        <translation>第 %1 列</translation>
    </message>
    <message>
        <source>%1 is %2x faster</source>
        <translation>%1 的速度为其 %2 倍</translation>
    </message>
    <message>
        <source>%1 is %2x slower</source>
        <translation>%1 的耗时为其 %2 倍</translation>
    </message>
    <message>
        <source>%1 is %2x faster (%3)</source>
        <translation>%1 的速度为其 %2 倍（%3）</translation>
    </message>
    <message>
        <source>%1 is %2x slower (%3)</source>
        <translation>%1 的耗时为其 %2 倍（%3）</translation>
    </message>
    <message>
        <source>needs the same memory</source>
        <translation>内存需求相同</translation>
    </message>
    <message>
        <source>needs %1 % less memory</source>
        <translation>内存需求少 %1 %</translation>
    </message>
    <message>
        <source>needs %1 % more memory</source>
        <translation>内存需求多 %1 %</translation>
    </message>
    <message>
        <source>gives the same probabilities at all %1 positions</source>
        <translation>在全部 %1 个位置上给出相同的概率</translation>
    </message>
    <message>
        <source>picks the same token %1 of the time</source>
        <translation>%1 的位置首选 token 相同</translation>
    </message>
    <message>
        <source>%1 needs the same memory</source>
        <translation>%1 内存需求相同</translation>
    </message>
    <message>
        <source>%1 needs %2 % less memory</source>
        <translation>%1 内存需求少 %2 %</translation>
    </message>
    <message>
        <source>%1 needs %2 % more memory</source>
        <translation>%1 内存需求多 %2 %</translation>
    </message>
    <message>
        <source>%1 gives the same probabilities at all %2 positions</source>
        <translation>%1 在全部 %2 个位置上给出相同的概率</translation>
    </message>
    <message>
        <source>%1 picks the same token %2 of the time</source>
        <translation>%1 %2 的位置首选 token 相同</translation>
    </message>
    <message>
        <source>and needs the same memory</source>
        <translation>且内存需求相同</translation>
    </message>
    <message>
        <source>and needs %1 % less memory</source>
        <translation>且内存需求少 %1 %</translation>
    </message>
    <message>
        <source>and needs %1 % more memory</source>
        <translation>且内存需求多 %1 %</translation>
    </message>
    <message>
        <source>and gives the same probabilities at all %1 positions</source>
        <translation>且在全部 %1 个位置上给出相同的概率</translation>
    </message>
    <message>
        <source>and picks the same token %1 of the time</source>
        <translation>且%1 的位置首选 token 相同</translation>
    </message>
    <message>
        <source>%1 and needs the same memory</source>
        <translation>%1，且内存需求相同</translation>
    </message>
    <message>
        <source>%1 and needs %2 % less memory</source>
        <translation>%1，且内存需求少 %2 %</translation>
    </message>
    <message>
        <source>%1 and needs %2 % more memory</source>
        <translation>%1，且内存需求多 %2 %</translation>
    </message>
    <message>
        <source>%1 and gives the same probabilities at all %2 positions</source>
        <translation>%1，且在全部 %2 个位置上给出相同的概率</translation>
    </message>
    <message>
        <source>%1 and picks the same token %2 of the time</source>
        <translation>%1，且%2 的位置首选 token 相同</translation>
    </message>
    <message>
        <source>driver %1</source>
        <translation>驱动 %1</translation>
    </message>
    <message>
        <source>serves CUDA up to %1</source>
        <translation>最高支持 CUDA %1</translation>
    </message>
    <message>
        <source>and no device</source>
        <translation>但没有设备</translation>
    </message>
    <message>
        <source>compute capability %1</source>
        <translation>计算能力 %1</translation>
    </message>
    <message>
        <source>%1 free of %2</source>
        <translation>可用 %1/共 %2</translation>
    </message>
    <message>
        <source>%1 (%2) on GPU %3</source>
        <translation>%1（%2），位于 GPU %3</translation>
    </message>
    <message>
        <source>%1 (%2) on GPU %3 holds %4</source>
        <translation>%1（%2），位于 GPU %3，占用 %4</translation>
    </message>
    <message>
        <source>process (%1) on GPU %2</source>
        <translation>进程（%1），位于 GPU %2</translation>
    </message>
    <message>
        <source>process (%1) on GPU %2 holds %3</source>
        <translation>进程（%1），位于 GPU %2，占用 %3</translation>
    </message>
    <message>
        <source>relative error %1</source>
        <translation>相对误差 %1</translation>
    </message>
    <message>
        <source>allowed %1</source>
        <translation>允许 %1</translation>
    </message>
    <message>
        <source>the product is not finite</source>
        <translation>乘积不是有限值</translation>
    </message>
    <message>
        <source>CPU build</source>
        <translation>CPU 版</translation>
    </message>
    <message>
        <source>built for CUDA %1</source>
        <translation>为 CUDA %1 构建</translation>
    </message>
    <message>
        <source>CPU kernels %1</source>
        <translation>CPU 内核 %1</translation>
    </message>
    <message>
        <source>without oneDNN</source>
        <translation>无 oneDNN</translation>
    </message>
    <message>
        <source>as read at %1</source>
        <translation>读取于 %1</translation>
    </message>
    <message>
        <source>old C++ ABI</source>
        <translation>旧 C++ ABI</translation>
    </message>
    <message>
        <source>CUDA %1 on driver %2</source>
        <translation>CUDA %1，驱动 %2</translation>
    </message>
    <message>
        <source>CUDA %1 on driver %2: the compatibility table cannot be applied</source>
        <translation>CUDA %1，驱动 %2：无法套用兼容性表</translation>
    </message>
    <message>
        <source>CUDA %1 on driver %2: this CUDA is newer than the compatibility table</source>
        <translation>CUDA %1，驱动 %2：该 CUDA 比兼容性表新</translation>
    </message>
    <message>
        <source>which is too old</source>
        <translation>版本过旧</translation>
    </message>
    <message>
        <source>and no driver: only the CPU is used</source>
        <translation>但没有驱动：只使用 CPU</translation>
    </message>
    <message>
        <source>reference BLAS: %1</source>
        <translation>参考 BLAS：%1</translation>
    </message>
    <message>
        <source>%1 of %2 GPUs</source>
        <translation>%2 个 GPU 中的 %1 个</translation>
    </message>
    <message>
        <source>%1 of %2 GPUs: %3</source>
        <translation>%2 个 GPU 中的 %1 个：%3</translation>
    </message>
    <message>
        <source>built for %1</source>
        <translation>为 %1 构建</translation>
    </message>
    <message>
        <source>%1 of unknown capability</source>
        <translation>%1（计算能力未知）</translation>
    </message>
    <message>
        <source>%1 (%2) by PTX</source>
        <translation>%1（%2），经 PTX</translation>
    </message>
    <message>
        <source>%1 (%2) not served</source>
        <translation>%1（%2），不受支持</translation>
    </message>
    <message>
        <source>unnamed CPU</source>
        <translation>未命名的 CPU</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 核</translation>
    </message>
    <message>
        <source>%1 cores (%2 usable here)</source>
        <translation>%1 核（此处可用 %2）</translation>
    </message>
    <message>
        <source>%1 (%2 usable here)</source>
        <translation>%1（此处可用 %2）</translation>
    </message>
    <message>
        <source>no AVX2</source>
        <translation>无 AVX2</translation>
    </message>
    <message>
        <source>a control group limits this process to %1</source>
        <translation>cgroup 将本进程限制为 %1</translation>
    </message>
    <message>
        <source>preference %1</source>
        <translation>偏好 %1</translation>
    </message>
    <message>
        <source>libtorch uses %1</source>
        <translation>libtorch 使用 %1</translation>
    </message>
    <message>
        <source>a control group grants %1 cores</source>
        <translation>cgroup 分配了 %1 核</translation>
    </message>
    <message>
        <source>no thread setting in the environment</source>
        <translation>环境变量中没有线程设置</translation>
    </message>
    <message>
        <source>'%1' cannot be asked</source>
        <translation>无法查询“%1”</translation>
    </message>
    <message>
        <source>%1 free in '%2'</source>
        <translation>“%2”中可用 %1</translation>
    </message>
    <message>
        <source>not writable</source>
        <translation>不可写</translation>
    </message>
    <message>
        <source>%1 cannot be told</source>
        <translation>%1 无法判断</translation>
    </message>
    <message>
        <source>%1 in use</source>
        <translation>%1 占用</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 空闲</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>was not asked</source>
        <translation>未询问</translation>
    </message>
    <message>
        <source>FP32 on %1</source>
        <translation>FP32（%1）</translation>
    </message>
    <message>
        <source>FP16 on %1</source>
        <translation>FP16（%1）</translation>
    </message>
    <message>
        <source>BF16 on %1</source>
        <translation>BF16（%1）</translation>
    </message>
    <message>
        <source>INT8 on %1</source>
        <translation>INT8（%1）</translation>
    </message>
    <message>
        <source>INT8 dynamic on %1</source>
        <translation>INT8 dynamic（%1）</translation>
    </message>
    <message>
        <source>INT4 on %1</source>
        <translation>INT4（%1）</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 和 %2</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>%1 in FP32</source>
        <translation>%1（FP32）</translation>
    </message>
    <message>
        <source>%1 in FP16</source>
        <translation>%1（FP16）</translation>
    </message>
    <message>
        <source>%1 in BF16</source>
        <translation>%1（BF16）</translation>
    </message>
    <message>
        <source>%1 in INT8</source>
        <translation>%1（INT8）</translation>
    </message>
    <message>
        <source>%1 in INT8 dynamic</source>
        <translation>%1（INT8 dynamic）</translation>
    </message>
    <message>
        <source>%1 in INT4</source>
        <translation>%1（INT4）</translation>
    </message>
    <message>
        <source>%1 in INT4 g64</source>
        <translation>%1（INT4 g64）</translation>
    </message>
    <message>
        <source>%1 in INT4 g32</source>
        <translation>%1（INT4 g32）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>failure</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>W8A16 per-channel</source>
        <translation>W8A16 逐通道</translation>
    </message>
    <message>
        <source>W8A8 per-channel and per-token</source>
        <translation>W8A8 逐通道、逐 token</translation>
    </message>
    <message>
        <source>W4A16 groups of %1</source>
        <translation>W4A16 每组 %1 个</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 权重</translation>
    </message>
    <message>
        <source>%1 activations</source>
        <translation>%1 激活</translation>
    </message>
    <message>
        <source>%1 KV</source>
        <translation>%1 KV</translation>
    </message>
    <message>
        <source>FP32 hidden state and norms</source>
        <translation>FP32 隐藏状态与归一化</translation>
    </message>
    <message>
        <source>FP32 accumulation</source>
        <translation>FP32 累加</translation>
    </message>
    <message>
        <source>INT32 accumulation</source>
        <translation>INT32 累加</translation>
    </message>
    <message>
        <source>decode tokens</source>
        <translation>decode token 数</translation>
    </message>
    <message>
        <source>Illegal instruction</source>
        <translation>非法指令</translation>
    </message>
    <message>
        <source>Segmentation fault</source>
        <translation>段错误</translation>
    </message>
    <message>
        <source>Aborted</source>
        <translation>已中止</translation>
    </message>
    <message>
        <source>Killed</source>
        <translation>被杀死</translation>
    </message>
    <message>
        <source>Bus error</source>
        <translation>总线错误</translation>
    </message>
    <message>
        <source>Floating point exception</source>
        <translation>浮点异常</translation>
    </message>
    <message>
        <source>Terminated</source>
        <translation>已终止</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>%1 到 %2 的整数</translation>
    </message>
    <message>
        <source>a whole number from %1 on</source>
        <translation>不小于 %1 的整数</translation>
    </message>
    <message>
        <source>whole numbers from 0</source>
        <translation>不小于 0 的整数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>a number from 0 up to %1</source>
        <translation>0 到 %1 的数值（含 0）</translation>
    </message>
    <message>
        <source>a number above 0 up to %1</source>
        <translation>大于 0 且不超过 %1 的数值</translation>
    </message>
    <message>
        <source>a number above %1</source>
        <translation>大于 %1 的数值</translation>
    </message>
    <message>
        <source>a number above 0 and at most 1</source>
        <translation>大于 0 且不超过 1 的数值</translation>
    </message>
    <message>
        <source>a number from 0 to 1</source>
        <translation>0 到 1 的数值</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a string</source>
        <translation>字符串</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>token ids</source>
        <translation>token id</translation>
    </message>
    <message>
        <source>the name of a model class</source>
        <translation>模型类的名称</translation>
    </message>
    <message>
        <source>a list with the name of a model class</source>
        <translation>含模型类名称的列表</translation>
    </message>
    <message>
        <source>a divisor of the %1 attention heads</source>
        <translation>注意力头数 %1 的约数</translation>
    </message>
    <message>
        <source>a multiple of the %1 attention heads</source>
        <translation>注意力头数 %1 的倍数</translation>
    </message>
    <message>
        <source>a whole number from 0 to %1</source>
        <translation>0 到 %1 的整数</translation>
    </message>
    <message>
        <source>0 (greedy) or a positive number</source>
        <translation>0（贪心）或正数</translation>
    </message>
    <message>
        <source>0 (off) or a positive number of tokens</source>
        <translation>0（关闭）或正的 token 数</translation>
    </message>
    <message>
        <source>a positive number (1: off)</source>
        <translation>正数（1 为关闭）</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source> (%1)</source>
        <translation>（%1）</translation>
    </message>
    <message>
        <source>why: %1</source>
        <translation>原因：%1</translation>
    </message>
    <message>
        <source>do: %1</source>
        <translation>建议：%1</translation>
    </message>
    <message>
        <source>note: %1</source>
        <translation>说明：%1</translation>
    </message>
    <message>
        <source>a number from -2 to 2</source>
        <translation>-2 到 2 的数值</translation>
    </message>
    <message>
        <source>the session holds %1 tokens of a prompt of %2</source>
        <translation>会话已有该提示词 %2 个 token 中的 %1 个</translation>
    </message>
    <message>
        <source>at least its last one must be left to compute</source>
        <translation>至少要留下最后一个 token 供计算</translation>
    </message>
    <message>
        <source>frequency-penalty is %1</source>
        <translation>frequency-penalty 为 %1</translation>
    </message>
    <message>
        <source>presence-penalty is %1</source>
        <translation>presence-penalty 为 %1</translation>
    </message>
    <message>
        <source>So few blocks find a factor of two at best.</source>
        <translation>这样少的区组最多只能分辨出两倍的差异。</translation>
    </message>
    <message>
        <source>The smallest difference they find is %1 %.</source>
        <translation>它们能分辨的最小差异为 %1 %。</translation>
    </message>
    <message>
        <source>correct it, or put a sound copy in its place</source>
        <translation>请更正该文件，或换成完好的副本</translation>
    </message>
    <message>
        <source>the added token with the id %1 has %2 bytes</source>
        <translation>id 为 %1 的附加 token 有 %2 字节</translation>
    </message>
    <message>
        <source>merge %1 of the tokenizer has '%2', which lacks the prefix '%3'</source>
        <translation>分词器的第 %1 条合并规则含有“%2”，它缺少前缀“%3”</translation>
    </message>
    <message>
        <source>choose a model whose tokenizer.json does without</source>
        <translation>请选择 tokenizer.json 不含此项的模型</translation>
    </message>
    <message>
        <source>the Metaspace option prepend_scheme</source>
        <translation>Metaspace 选项 prepend_scheme</translation>
    </message>
    <message>
        <source>BPE without dropout, which makes ids a matter of chance</source>
        <translation>不带 dropout 的 BPE（dropout 会使 id 变得随机）</translation>
    </message>
    <message>
        <source>sequences within at most 8 others</source>
        <translation>最多嵌套 8 层的序列</translation>
    </message>
    <message>
        <source>ByteLevel, Metaspace, ByteFallback, Fuse, Strip, Replace and sequences of at most 64 of them</source>
        <translation>ByteLevel、Metaspace、ByteFallback、Fuse、Strip、Replace 以及由它们组成的至多 64 项的序列</translation>
    </message>
    <message>
        <source>NFC, NFD, NFKC, NFKD, Lowercase, Prepend, Replace, Strip and sequences of at most 64 of them</source>
        <translation>NFC、NFD、NFKC、NFKD、Lowercase、Prepend、Replace、Strip 以及由它们组成的至多 64 项的序列</translation>
    </message>
    <message>
        <source>TemplateProcessing, ByteLevel and sequences of them</source>
        <translation>TemplateProcessing、ByteLevel 以及由它们组成的序列</translation>
    </message>
    <message>
        <source>Split, ByteLevel, Metaspace, Whitespace, WhitespaceSplit, Digits, Punctuation and sequences of them</source>
        <translation>Split、ByteLevel、Metaspace、Whitespace、WhitespaceSplit、Digits、Punctuation 以及由它们组成的序列</translation>
    </message>
    <message>
        <source>Removed, Isolated, MergedWithPrevious, MergedWithNext and Contiguous</source>
        <translation>Removed、Isolated、MergedWithPrevious、MergedWithNext 和 Contiguous</translation>
    </message>
    <message>
        <source>always, first and never</source>
        <translation>always、first 和 never</translation>
    </message>
    <message>
        <source>the tokenizer's decoder %1 has '%2' as its %3</source>
        <translation>分词器的解码器 %1 的 %3 为“%2”</translation>
    </message>
    <message>
        <source>one character was expected</source>
        <translation>应为单个字符</translation>
    </message>
    <message>
        <source>the tokenizer's normalizer makes more than %1 of the text</source>
        <translation>分词器的规范化器把该文本扩展到超过 %1</translation>
    </message>
    <message>
        <source>give a shorter one</source>
        <translation>请提供更短的文本</translation>
    </message>
    <message>
        <source>the replacement '%1' of the tokenizer's Metaspace is not one character</source>
        <translation>分词器 Metaspace 的替换符“%1”不是单个字符</translation>
    </message>
    <message>
        <source>'%1' is an object without "messages"</source>
        <translation>“%1”是不含 "messages" 的对象</translation>
    </message>
    <message>
        <source>a list of {"role": ..., "content": ...} objects was expected there</source>
        <translation>其中应有由 {"role": ..., "content": ...} 对象组成的列表</translation>
    </message>
    <message>
        <source>'%1' has "%2" that are %3</source>
        <translation>“%1”中的 "%2" 是 %3</translation>
    </message>
    <message>
        <source>a list was expected</source>
        <translation>应为列表</translation>
    </message>
    <message>
        <source>the tokenizer's template for one text holds a second one</source>
        <translation>分词器的单文本模板中含有第二条文本</translation>
    </message>
    <message>
        <source>the tokenizer's pattern uses %1, which this release cannot read as the tokenizers library does</source>
        <translation>分词器的正则使用了 %1，本版本无法像 tokenizers 库那样解读</translation>
    </message>
    <message>
        <source>(?m), where the point matches line ends</source>
        <translation>(?m)（点号匹配换行符）</translation>
    </message>
    <message>
        <source>{n}? (an optional group there)</source>
        <translation>{n}?（在那里表示可选的组）</translation>
    </message>
    <message>
        <source>a property without braces</source>
        <translation>不带花括号的属性</translation>
    </message>
    <message>
        <source>the class %1</source>
        <translation>字符类 %1</translation>
    </message>
    <message>
        <source>%1 within a class</source>
        <translation>字符类中的 %1</translation>
    </message>
    <message>
        <source>the tokenizer's pattern cannot be compiled: %1 at byte %2 of %3</source>
        <translation>分词器的正则无法编译：%1（%3 的第 %2 字节处）</translation>
    </message>
    <message>
        <source>'%1' is no list of tiktoken's ranks but probably SentencePiece's model, which this release does not read</source>
        <translation>“%1”不是 tiktoken 的 rank 列表，很可能是 SentencePiece 模型，本版本无法读取</translation>
    </message>
    <message>
        <source>make a tokenizer.json with transformers: AutoTokenizer.from_pretrained(FOLDER, use_fast=True).save_pretrained(FOLDER)</source>
        <translation>请用 transformers 生成 tokenizer.json：AutoTokenizer.from_pretrained(FOLDER, use_fast=True).save_pretrained(FOLDER)</translation>
    </message>
    <message>
        <source>line %1 of '%2' is not the base64 of at most %3 bytes, a space and an id</source>
        <translation>“%2”第 %1 行的格式不对：应为至多 %3 字节数据的 base64、一个空格和一个 id</translation>
    </message>
    <message>
        <source>download the file again</source>
        <translation>请重新下载该文件</translation>
    </message>
    <message>
        <source>line %1 of '%2' repeats a piece or the id %3</source>
        <translation>“%2”第 %1 行的词片或 id %3 重复</translation>
    </message>
    <message>
        <source>'%1' has no rank for the byte %2</source>
        <translation>“%1”中没有字节 %2 的 rank</translation>
    </message>
    <message>
        <source>the tokenizer_config.json beside '%1' has an added token with the id '%2'</source>
        <translation>与“%1”同目录的 tokenizer_config.json 中有一个附加 token 的 id 为“%2”</translation>
    </message>
    <message>
        <source>a whole number was expected</source>
        <translation>应为整数</translation>
    </message>
    <message>
        <source>'%1' is a list of tiktoken's ranks, of which this release knows ChatGLM's</source>
        <translation>“%1”是 tiktoken 的 rank 列表，本版本只支持 ChatGLM 的这类列表</translation>
    </message>
    <message>
        <source>the tokenizer_config.json beside it has no added tokens [gMASK] and &lt;sop&gt;</source>
        <translation>同目录的 tokenizer_config.json 中没有附加 token [gMASK] 和 &lt;sop&gt;</translation>
    </message>
    <message>
        <source>an even number of rotated dimensions from %1, not %2, was expected</source>
        <translation>旋转维数应为不小于 %1 的偶数，而不是 %2</translation>
    </message>
    <message>
        <source>weights that %1 has quantized (quantization_config)</source>
        <translation>已由 %1 量化的权重（quantization_config）</translation>
    </message>
    <message>
        <source>an unknown method</source>
        <translation>未知方法</translation>
    </message>
    <message>
        <source>weights of %1 bits (quantization_bit)</source>
        <translation>%1 位的权重（quantization_bit）</translation>
    </message>
    <message>
        <source>F32, F16 or BF16 weights, which are quantized on loading: take the unquantized model</source>
        <translation>F32、F16 或 BF16 权重（加载时量化）：请使用未量化的模型</translation>
    </message>
    <message>
        <source>a dense model: take one whose layers have no experts</source>
        <translation>稠密模型：请使用各层不含专家的模型</translation>
    </message>
    <message>
        <source>images or sound (%1)</source>
        <translation>图像或声音（%1）</translation>
    </message>
    <message>
        <source>a model of text alone: take the language model of the same family</source>
        <translation>纯文本模型：请使用同系列的语言模型</translation>
    </message>
    <message>
        <source>a trained prefix (pre_seq_len)</source>
        <translation>训练得到的前缀（pre_seq_len）</translation>
    </message>
    <message>
        <source>a model without one: take the base model</source>
        <translation>不带前缀的模型：请使用基座模型</translation>
    </message>
    <message>
        <source>sliding window attention (use_sliding_window or layer_types)</source>
        <translation>滑动窗口注意力（use_sliding_window 或 layer_types）</translation>
    </message>
    <message>
        <source>full attention in every layer of %1</source>
        <translation>%1 的每一层均为全注意力</translation>
    </message>
    <message>
        <source>'full_attention' and 'sliding_attention'</source>
        <translation>full_attention 和 sliding_attention</translation>
    </message>
    <message>
        <source>a list of %1 names</source>
        <translation>含 %1 个名称的列表</translation>
    </message>
    <message>
        <source>'%1' has no 'sliding_window' with 'use_sliding_window'</source>
        <translation>“%1”启用了 use_sliding_window，却缺少“sliding_window”</translation>
    </message>
    <message>
        <source>a number of tokens for the layer_types</source>
        <translation>供 layer_types 使用的 token 数</translation>
    </message>
    <message>
        <source>'default', 'linear', 'dynamic', 'llama3' or 'yarn'</source>
        <translation>default、linear、dynamic、llama3 或 yarn</translation>
    </message>
    <message>
        <source>a number above 1 for 'yarn'</source>
        <translation>大于 1 的数值（yarn 的要求）</translation>
    </message>
    <message>
        <source>a number above low_freq_factor = %1</source>
        <translation>大于 low_freq_factor = %1 的数值</translation>
    </message>
    <message>
        <source>config.json ties '%1' to the embedding, but both are stored with different values: both are used, as transformers does</source>
        <translation>config.json 规定“%1”与 embedding 共享权重，但两者存储的值不同：将与 transformers 一样分别使用</translation>
    </message>
    <message>
        <source>set tie_word_embeddings to false</source>
        <translation>请把 tie_word_embeddings 设为 false</translation>
    </message>
    <message>
        <source>'%1' is a shipped configuration without weights</source>
        <translation>“%1”是随程序提供的配置，不含权重</translation>
    </message>
    <message>
        <source>give it random ones with autoglm make-model %1 FOLDER, and name that folder</source>
        <translation>请用 autoglm make-model %1 FOLDER 为它生成随机权重，再指定该文件夹</translation>
    </message>
    <message>
        <source>could not copy a sequence: %1</source>
        <translation>无法复制序列：%1</translation>
    </message>
    <message>
        <source>sequence %1 was named</source>
        <translation>指定了序列 %1</translation>
    </message>
    <message>
        <source>the session has %1 of them</source>
        <translation>会话共有 %1 个序列</translation>
    </message>
    <message>
        <source>this model's rotary scaling depends on the length of the sequence</source>
        <translation>该模型的旋转位置编码缩放取决于序列长度</translation>
    </message>
    <message>
        <source>answer one at a time</source>
        <translation>请逐条回答</translation>
    </message>
    <message>
        <source>the batch was stopped</source>
        <translation>批处理已停止</translation>
    </message>
    <message>
        <source>the tokenizers of the two models have different vocabularies</source>
        <translation>两个模型的分词器词表不同</translation>
    </message>
    <message>
        <source>only one of the two models has a tokenizer</source>
        <translation>两个模型中只有一个有分词器</translation>
    </message>
    <message>
        <source>the two models rate different numbers of tokens, %1 and %2</source>
        <translation>两个模型评分的 token 数不同，分别为 %1 和 %2</translation>
    </message>
    <message>
        <source>the tokenizers of the two models cut the text into different tokens</source>
        <translation>两个模型的分词器把文本切成不同的 token</translation>
    </message>
    <message>
        <source>Quality per token was left out, and its budgets could not be judged: %1.</source>
        <translation>逐 token 的质量未比较，其预算无法判定：%1。</translation>
    </message>
    <message>
        <source>Over the same text %1 needs %2 bits per byte and %3 %4; their perplexities, %5 and %6, are over different tokens.</source>
        <translation>在同一文本上，%1 每字节需要 %2 比特，%3 需要 %4 比特；它们的困惑度 %5 和 %6 按不同的 token 计算。</translation>
    </message>
    <message>
        <source>The weights of %1 are not the ones that were published; the mismatch was overridden.</source>
        <translation>%1 的权重与发布的不一致；该不一致已被强制忽略。</translation>
    </message>
    <message>
        <source>the device &apos;%1&apos; of arm B is not there</source>
        <translation>B 组的设备“%1”不存在</translation>
    </message>
    <message>
        <source>the engine found %1</source>
        <translation>引擎找到的设备：%1</translation>
    </message>
    <message>
        <source>'%1' is not the expected file: expected %2 (%3), found %4</source>
        <translation>“%1”不是预期的文件：期望 %2（%3），实际为 %4</translation>
    </message>
    <message>
        <source>use the device cpu, or build against a CUDA libtorch</source>
        <translation>请使用设备 cpu，或改用 CUDA 版 libtorch 构建</translation>
    </message>
    <message>
        <source>Use %1 threads: only so many cores may be used here.</source>
        <translation>请使用 %1 个线程：此处只能使用这么多核心。</translation>
    </message>
    <message>
        <source>choose a narrower precision or a shorter context</source>
        <translation>请选择更窄的精度或更短的上下文</translation>
    </message>
    <message>
        <source>install it and build again, or give the model a raw prompt</source>
        <translation>请安装它并重新构建，或向模型发送原始提示词</translation>
    </message>
    <message>
        <source>give it a raw prompt</source>
        <translation>请向它发送原始提示词</translation>
    </message>
    <message>
        <source>kld</source>
        <translation>散度（KLD）</translation>
    </message>
    <message>
        <source>same_top</source>
        <translation>最可能的 token 相同</translation>
    </message>
    <message>
        <source>ppl_ratio</source>
        <translation>困惑度之比</translation>
    </message>
    <message>
        <source>task_drop</source>
        <translation>任务准确率下降</translation>
    </message>
    <message>
        <source>speedup</source>
        <translation>加速比</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 个百分点</translation>
    </message>
    <message>
        <source>%1 points (%2)</source>
        <translation>%1 个百分点（%2）</translation>
    </message>
    <message>
        <source>%1 nats (%2)</source>
        <translation>%1 nats（%2）</translation>
    </message>
    <message>
        <source>%1 % (%2)</source>
        <translation>%1 %（%2）</translation>
    </message>
    <message>
        <source>%1 cannot be told apart in speed (ratio %2), compared with %3.</source>
        <translation>与 %3 相比，%1 的速度无法区分（比值 %2）。</translation>
    </message>
    <message>
        <source>%1 cannot be told apart in speed (ratio %2) and %3, compared with %4.</source>
        <translation>与 %4 相比，%1 的速度无法区分（比值 %2），%3。</translation>
    </message>
    <message>
        <source>%1 cannot be told apart in speed (ratio %2), %3, compared with %4.</source>
        <translation>与 %4 相比，%1 的速度无法区分（比值 %2），%3。</translation>
    </message>
    <message>
        <source>Budget %1 (%2) passed by its interval, %3, alone: %4.</source>
        <translation>预算 %1（%2）仅凭其区间 %3 通过：%4。</translation>
    </message>
    <message>
        <source>Budget %1 (%2) failed by its interval, %3, alone: %4.</source>
        <translation>预算 %1（%2）仅凭其区间 %3 未通过：%4。</translation>
    </message>
    <message>
        <source>the interval holds 1, so no difference in speed is claimed</source>
        <translation>区间包含 1，因此不认定速度有差异</translation>
    </message>
    <message>
        <source>the ratio lies within the noise floor, so no difference in speed is claimed</source>
        <translation>比值在本底噪声之内，因此不认定速度有差异</translation>
    </message>
    <message>
        <source>the run is void</source>
        <translation>本次运行无效</translation>
    </message>
    <message>
        <source>The noise floor of the speed ratio is %1 %.</source>
        <translation>速度比的本底噪声为 %1 %。</translation>
    </message>
    <message>
        <source>The noise floor of the speed ratio is %1 %; with it and their spread, the measured blocks find differences from %2 up.</source>
        <translation>速度比的本底噪声为 %1 %；连同离散程度，所测的块能发现 %2 以上的差异。</translation>
    </message>
    <message>
        <source>a factor of %1</source>
        <translation>%1 倍</translation>
    </message>
    <message>
        <source>Peak memory counts weights, KV cache and the workspace of the longest prefill: %1 with %2 and %3 with %4; the weights alone are %5 and %6 (ratio %7).</source>
        <translation>内存峰值包括权重、KV cache 和最长 prefill 的工作区：%2 为 %1，%4 为 %3；仅权重为 %5 和 %6（比值 %7）。</translation>
    </message>
    <message>
        <source>%1 % less</source>
        <translation>少 %1 %</translation>
    </message>
    <message>
        <source>%1 % more</source>
        <translation>多 %1 %</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>%1 % of the device's memory</source>
        <translation>设备内存的 %1 %</translation>
    </message>
    <message>
        <source>at most %1 % of the device's memory</source>
        <translation>不超过设备内存的 %1 %</translation>
    </message>
    <message>
        <source>needs %1 peak memory with workspace</source>
        <translation>含工作区的内存峰值%1</translation>
    </message>
    <message>
        <source>needs %1 peak memory with workspace (weights %2)</source>
        <translation>含工作区的内存峰值%1（权重%2）</translation>
    </message>
    <message>
        <source>%1 needs %2 peak memory with workspace</source>
        <translation>%1 含工作区的内存峰值%2</translation>
    </message>
    <message>
        <source>%1 needs %2 peak memory with workspace (weights %3)</source>
        <translation>%1 含工作区的内存峰值%2（权重%3）</translation>
    </message>
    <message>
        <source>and needs %1 peak memory with workspace</source>
        <translation>且含工作区的内存峰值%1</translation>
    </message>
    <message>
        <source>and needs %1 peak memory with workspace (weights %2)</source>
        <translation>且含工作区的内存峰值%1（权重%2）</translation>
    </message>
    <message>
        <source>%1 and needs %2 peak memory with workspace</source>
        <translation>%1，且含工作区的内存峰值%2</translation>
    </message>
    <message>
        <source>%1 and needs %2 peak memory with workspace (weights %3)</source>
        <translation>%1，且含工作区的内存峰值%2（权重%3）</translation>
    </message>
    <message>
        <source>interval too wide to say anything</source>
        <translation>区间过宽，说明不了什么</translation>
    </message>
    <message>
        <source>interval too wide to say anything: its %1 blocks differ too much</source>
        <translation>区间过宽，说明不了什么：其 %1 个块彼此相差太大</translation>
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
    <message>
        <source>To look at, the worst first</source>
        <translation>需要看一看的，最严重的在前</translation>
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
        <translation>首 token 时间：从发送提示词到回答的第一个 token。随提示词长度增长。</translation>
    </message>
    <message>
        <source>Prefill</source>
        <translation>Prefill（预填充）</translation>
    </message>
    <message>
        <source>Reading the prompt: many tokens at once, bound by arithmetic.</source>
        <translation>读入提示词：一次处理许多 token，受算力限制。</translation>
    </message>
    <message>
        <source>Decode</source>
        <translation>Decode（解码）</translation>
    </message>
    <message>
        <source>Writing the answer token by token: every step reads all weights once, so it is bound by memory bandwidth and gains from smaller weights.</source>
        <translation>逐个 token 写出回答：每一步都要把全部权重读一遍，因此受内存带宽限制，权重越小越快。</translation>
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
        <translation>本底噪声</translation>
    </message>
    <message>
        <source>How much two measurements of the same arm differ here and now. A smaller difference between the arms cannot be told from chance.</source>
        <translation>此时此地对同一组测量两次的差异。两组之间若差得更小，就无法与偶然区分。</translation>
    </message>
</context>
<context>
    <name>LiveCharts</name>
    <message>
        <source>curve: last %1 tokens</source>
        <translation>曲线：最近 %1 个 token</translation>
    </message>
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
        <source>CPU packages</source>
        <translation>CPU 封装</translation>
    </message>
    <message>
        <source>The peak is the buffer that the speed of memory is measured with, several times the CPU's cache; it is given back at once.</source>
        <translation>峰值是测量内存速度所用的缓冲区，为 CPU 缓存的数倍，用完即释放。</translation>
    </message>
    <message>
        <source>all programs</source>
        <translation>所有程序</translation>
    </message>
    <message>
        <source>n = %1 since the load</source>
        <translation>加载以来 n = %1</translation>
    </message>
    <message>
        <source>n = %1, last %2 s</source>
        <translation>最近 %2 秒 n = %1</translation>
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
    <name>ReportFiles</name>
    <message>
        <source>No program opens the report here</source>
        <translation>此处没有可打开报告的程序</translation>
    </message>
    <message>
        <source>The report was written</source>
        <translation>报告已写入</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>Run</name>
    <message>
        <source>Perplexity over its own tokens</source>
        <translation>按各自 token 计的困惑度</translation>
    </message>
    <message>
        <source>Bits per byte of text</source>
        <translation>每字节文本的比特数</translation>
    </message>
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
        <translation>解码速度</translation>
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
        <translation>Prefill 速度</translation>
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
    <message>
        <source>points</source>
        <translation>百分点</translation>
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
        <source>Stopped</source>
        <translation>已停止</translation>
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
        <source>%1 tokens in (%2 from the KV cache), %3 out</source>
        <translation>输入 %1 个 token（其中 %2 个来自 KV cache），输出 %3 个</translation>
    </message>
    <message>
        <source>max tokens reached</source>
        <translation>达到最大 token 数</translation>
    </message>
    <message>
        <source>context full</source>
        <translation>上下文已满</translation>
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
        <translation>耗时为其 %1 倍（%2 至 %3）</translation>
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
        <source>gives the same probabilities at all %1 positions</source>
        <translation>在全部 %1 个位置给出相同的概率</translation>
    </message>
    <message>
        <source>cannot be told apart in speed (ratio %1, %2 to %3)</source>
        <translation>速度无法区分（比值 %1，%2 至 %3）</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>%1 % less</source>
        <translation>少 %1 %</translation>
    </message>
    <message>
        <source>%1 % more</source>
        <translation>多 %1 %</translation>
    </message>
    <message>
        <source>needs %1 peak memory with workspace</source>
        <translation>含工作区的内存峰值%1</translation>
    </message>
    <message>
        <source>needs %1 peak memory with workspace (weights %2)</source>
        <translation>含工作区的内存峰值%1（权重%2）</translation>
    </message>
    <message>
        <source>cannot be told apart in speed (ratio %1)</source>
        <translation>速度无法区分（比值 %1）</translation>
    </message>
    <message>
        <source>cannot be told apart in speed (ratio %1, %2)</source>
        <translation>速度无法区分（比值 %1，%2）</translation>
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
        <source>%1. Hashed; for some files nothing says what to expect.</source>
        <translation>%1。已计算哈希；部分文件没有可对照的预期值。</translation>
    </message>
    <message>
        <source>%1. Not checked yet: a load or 'Verify hashes' does.</source>
        <translation>%1。尚未校验：加载或“校验哈希”时会校验。</translation>
    </message>
    <message>
        <source>%1. Other hashes than those in %2: %3</source>
        <translation>%1。哈希值与 %2 中的不同：%3</translation>
    </message>
    <message>
        <source>%1. Every file has the hash in %2.</source>
        <translation>%1。每个文件的哈希值都与 %2 中的一致。</translation>
    </message>
    <message>
        <source>%1 The files have not changed since they were last hashed; 'Verify hashes' hashes them again.</source>
        <translation>%1文件自上次计算哈希值以来没有变化；“校验哈希”会重新计算。</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message numerus="yes">
        <source>%n prompts</source>
        <translation>
            <numerusform>%n 个提示词</numerusform>
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
            <numerusform>%n 个区组</numerusform>
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
        <translation>正在准备提示词</translation>
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
        <translation>试测，以确定所需区组数</translation>
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
        <translation>两组正在回答提示词</translation>
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
        <translation>两组认为最可能的 token 相同的比例。</translation>
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
        <translation>B 与 A 的解码速度之比：大于 1 表示 B 更快。</translation>
    </message>
    <message>
        <source>Peak memory of B as a share of the memory of its device.</source>
        <translation>B 的峰值内存占其设备内存的比例。</translation>
    </message>
    <message>
        <source>Reading and hashing the weight files</source>
        <translation>正在读取并计算权重文件的哈希值</translation>
    </message>
    <message>
        <source>Scoring a text</source>
        <translation>正在为文本评分</translation>
    </message>
    <message>
        <source>Measuring the speed of memory, with a buffer several times the CPU's cache</source>
        <translation>正在测量内存速度，所用缓冲区为 CPU 缓存的数倍</translation>
    </message>
    <message>
        <source>%1 s each</source>
        <translation>每个 %1 秒</translation>
    </message>
    <message>
        <source>%1 of the device's memory, limit %2 %3</source>
        <translation>设备内存的 %1，限值 %2 %3</translation>
    </message>
    <message>
        <source>1 point</source>
        <translation>1 个百分点</translation>
    </message>
</context>
<context>
    <name>autoglm::app::MainWindow</name>
    <message>
        <source>Weights are not as expected: %1</source>
        <translation>权重与预期不符：%1</translation>
    </message>
    <message>
        <source>Download them again before you trust what this model answers.</source>
        <translation>在信任此模型的回答之前，请重新下载这些文件。</translation>
    </message>
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
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop what is under way (Esc)</source>
        <translation>停止正在进行的任务 (Esc)</translation>
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
    <message>
        <source>Load anyway</source>
        <translation>仍然加载</translation>
    </message>
    <message>
        <source>The model is loaded, but its weights are damaged</source>
        <translation>模型已加载，但其权重已损坏</translation>
    </message>
    <message>
        <source>Loading %1 was stopped</source>
        <translation>%1 的加载已停止</translation>
    </message>
    <message>
        <source>%1 is loaded still.</source>
        <translation>%1 仍处于加载状态。</translation>
    </message>
    <message>
        <source>Nothing is loaded.</source>
        <translation>当前没有加载任何模型。</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新加载</translation>
    </message>
    <message>
        <source>The console sends raw prompts: %1</source>
        <translation>对话使用原始提示词：%1</translation>
    </message>
    <message>
        <source>%1 (loading)</source>
        <translation>%1（加载中）</translation>
    </message>
    <message>
        <source>%1 (not loaded)</source>
        <translation>%1（未加载）</translation>
    </message>
    <message>
        <source>There is nothing to run in this pane</source>
        <translation>此页面没有可运行的内容</translation>
    </message>
    <message>
        <source>%1 (Ctrl+Enter)</source>
        <translation>%1 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Unload the model, which frees its memory (Ctrl+L)</source>
        <translation>卸载模型，释放其内存 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Load %1 in %2 on %3 (Ctrl+L)</source>
        <translation>以 %2 把 %1 加载到 %3 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Find a command by its name: everything that can be done, by keyboard</source>
        <translation>按名称查找命令：一切操作都可用键盘完成</translation>
    </message>
    <message>
        <source>Stay open</source>
        <translation>不关闭</translation>
    </message>
    <message>
        <source>The comparison is being stopped; then the window closes</source>
        <translation>正在停止对比，随后关闭窗口</translation>
    </message>
    <message>
        <source>Where both arms have been timed by then, what was measured is kept in Reports; otherwise nothing of it is.</source>
        <translation>若届时两组均已计时，已测得的结果会保存在“报告”中；否则不保存任何结果。</translation>
    </message>
    <message>
        <source>The load is being stopped; then the window closes</source>
        <translation>正在停止加载，随后关闭窗口</translation>
    </message>
    <message>
        <source>Nothing is lost by it.</source>
        <translation>不会因此丢失任何内容。</translation>
    </message>
    <message>
        <source>The answer is being stopped; then the window closes</source>
        <translation>正在停止回答，随后关闭窗口</translation>
    </message>
    <message>
        <source>Conversations are not kept: stay open to copy what you need.</source>
        <translation>对话不会保存：如需复制内容，请选择“不关闭”。</translation>
    </message>
    <message>
        <source>What is under way is being stopped; then the window closes</source>
        <translation>正在停止当前任务，随后关闭窗口</translation>
    </message>
</context>
<context>
    <name>autoglm::app::StatusLine</name>
    <message>
        <source>%1 weights</source>
        <translation>权重 %1</translation>
    </message>
    <message>
        <source>%1 KV</source>
        <translation>KV %1</translation>
    </message>
    <message>
        <source>weights not as expected</source>
        <translation>权重与预期不符</translation>
    </message>
    <message numerus="yes">
        <source>cpu %n threads</source>
        <translation>
            <numerusform>cpu %n 线程</numerusform>
        </translation>
    </message>
    <message>
        <source>program %1 of %2</source>
        <translation>本程序 %1 / 共 %2</translation>
    </message>
    <message>
        <source>Memory of the weights and of the KV cache, which keeps the conversation; then what this program holds in all, of the memory that the machine has. Other programs are not counted</source>
        <translation>权重的内存和 KV cache（保存对话）的内存；其后是本程序总共占用的内存与本机内存总量。其他程序不计在内</translation>
    </message>
    <message>
        <source>Stopping, then closing</source>
        <translation>正在停止，随后关闭</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::AnswersView</name>
    <message>
        <source>All tokens are the same</source>
        <translation>全部 token 相同</translation>
    </message>
    <message>
        <source>First different token: number %1</source>
        <translation>首个不同的 token：第 %1 个</translation>
    </message>
    <message>
        <source>First different character: number %1</source>
        <translation>第一个不同的字符：第 %1 个</translation>
    </message>
    <message>
        <source>The texts are the same</source>
        <translation>文本相同</translation>
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
        <source>Nothing found: no command has these words</source>
        <translation>未找到：没有命令包含这些词</translation>
    </message>
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
        <translation>两组轮流（A B B A）回答相同的提示词。您将看到带区间的速度、内存、回答变化多少，以及对照预算的结论。计时区组约需一分钟，文本至多三分钟；小模型远少于此，很慢的模型更久。测得首批 token 之后会显示剩余时间。</translation>
    </message>
    <message>
        <source>The comparison was stopped</source>
        <translation>对比已停止</translation>
    </message>
    <message>
        <source>Not enough was measured to show; nothing was kept.</source>
        <translation>测得的数据不足以显示，未保留任何内容。</translation>
    </message>
    <message>
        <source>A model for arm %1</source>
        <translation>%1 组的模型</translation>
    </message>
    <message>
        <source>A %1, B %2</source>
        <translation>A %1，B %2</translation>
    </message>
    <message>
        <source>The comparison is void</source>
        <translation>该比较无效</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>time left: known after the warm-up</source>
        <translation>剩余时间：预热后可知</translation>
    </message>
    <message>
        <source>The comparison of %1 is kept in Reports</source>
        <translation>%1 的对比保存在“报告”中</translation>
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
    <message>
        <source>Mean of this arm's runs, with its interval at 95 %</source>
        <translation>该组各次运行的平均值及其 95 % 置信区间</translation>
    </message>
    <message>
        <source>From runs paired block by block: the geometric mean of B / A, with its interval at 95 %. Machine noise that meets both arms of a pair cancels out, so it can differ from the means divided by one another.</source>
        <translation>由按区组配对的运行得出：B / A 的几何平均值及其 95 % 置信区间。同一对中两组共同受到的机器噪声相互抵消，因此它可能与两个平均值直接相除的结果不同。</translation>
    </message>
    <message>
        <source>Whether something disturbed the measurement; the cell says what</source>
        <translation>测量是否受到干扰；单元格中注明干扰来源</translation>
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
        <translation>A 组</translation>
    </message>
    <message>
        <source>Arm B</source>
        <translation>B 组</translation>
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
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
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
        <translation>请先输入提示词，或点击一个示例。</translation>
    </message>
    <message>
        <source>Load a model, then ask it.</source>
        <translation>请先加载模型，再提问。</translation>
    </message>
    <message>
        <source>The prompt was not sent</source>
        <translation>提示词未发送</translation>
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
        <translation>提示词会套用模型的聊天模板</translation>
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
        <translation>提示词原样送入模型，不套用聊天模板</translation>
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
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>The engine is at work; Esc stops it</source>
        <translation>引擎正在工作；按 Esc 停止</translation>
    </message>
    <message>
        <source>No model is loaded: Ctrl+L loads the one in the tool bar</source>
        <translation>没有加载模型：按 Ctrl+L 加载工具栏中的模型</translation>
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
        <translation>点击一格，或用方向键选择后按 Enter，查看两组在该处的预测。</translation>
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
    <message>
        <source>The engine is at work. The machine is looked at once it rests: a check would disturb what is measured.</source>
        <translation>引擎正在工作。待其空闲后再检查机器：检查会干扰正在进行的测量。</translation>
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
        <source>GPU load</source>
        <translation>GPU 利用率</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功耗</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU 内存</translation>
    </message>
    <message>
        <source>Program memory</source>
        <translation>本程序内存</translation>
    </message>
    <message>
        <source>What is in use on the GPU. Rest: workspace, libraries, and other programs</source>
        <translation>GPU 上已占用的内存。其余：工作区、库和其他程序</translation>
    </message>
    <message>
        <source>What this program holds of the machine's memory. Rest: libraries, the window, workspace, what is being loaded, and for a moment the buffer that a comparison measures the speed of memory with</source>
        <translation>本程序占用的本机内存。其余：库、窗口、工作区、正在加载的内容，以及对比时短暂用于测量内存速度的缓冲区</translation>
    </message>
    <message>
        <source>CPU load of the machine</source>
        <translation>本机 CPU 负载</translation>
    </message>
    <message>
        <source>How much of the time the GPU computed, for all programs</source>
        <translation>GPU 用于计算的时间比例，包括所有程序</translation>
    </message>
    <message>
        <source>Of all cores together. All programs: this one and every other</source>
        <translation>占全部核心的比例。所有程序：本程序与其他一切程序</translation>
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
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Above 1, tokens of the prompt and of the answer become less likely; 1 is off</source>
        <translation>大于 1 时，提示词和回答中已有的 token 更不易出现；1 为关闭</translation>
    </message>
    <message>
        <source>-2 to 2: taken from a token's logit for every time it stands in the answer; 0 is off</source>
        <translation>-2 到 2：token 在回答中每出现一次，就从其 logit 中减去该值；0 为关闭</translation>
    </message>
    <message>
        <source>-2 to 2: taken once from the logit of every token that stands in the answer; 0 is off</source>
        <translation>-2 到 2：从回答中出现过的每个 token 的 logit 中减去一次该值；0 为关闭</translation>
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
        <translation>可运行</translation>
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
        <translation>总计%1</translation>
    </message>
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
        <source>No runs are left</source>
        <translation>没有留下任何运行</translation>
    </message>
    <message>
        <source>The runs that were deleted can be brought back now, with Ctrl+Z too.</source>
        <translation>已删除的运行现在可以恢复，也可以按 Ctrl+Z。</translation>
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
    <message numerus="yes">
        <source>%1 of %n runs</source>
        <translation>
            <numerusform>%1 / %n 条运行</numerusform>
        </translation>
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
    <message numerus="yes">
        <source>%n runs were brought back</source>
        <translation>
            <numerusform>已恢复 %n 条运行</numerusform>
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
    <message>
        <source>Go to Compare</source>
        <translation>前往“对比”</translation>
    </message>
    <message>
        <source>Read the history again</source>
        <translation>重新读取历史</translation>
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
        <source>B vs A: geometric mean of paired runs</source>
        <translation>B 对 A：成对运行的几何平均</translation>
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
        <source>reference&amp;nbsp;line:&amp;nbsp;%1</source>
        <translation>参考线：%1</translation>
    </message>
    <message>
        <source>memory probe</source>
        <translation>内存测速</translation>
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
        <translation>引擎</translation>
    </message>
    <message>
        <source>Reference lines</source>
        <translation>参考线</translation>
    </message>
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
        <source>VOID</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>%1 %2 by its interval alone: %3.</source>
        <translation>%1 仅凭区间%2：%3。</translation>
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
        <source>These are not the weights that were expected</source>
        <translation>这些权重与预期不符</translation>
    </message>
    <message>
        <source>Another hash than the expected one: %1. Download again before you trust what this model answers.</source>
        <translation>哈希值与预期不同：%1。在相信该模型的回答之前，请重新下载。</translation>
    </message>
    <message>
        <source>Choose a model on the left, or open or drop a folder: what it is, what it needs and whether its files are the expected ones stands here before anything is loaded.</source>
        <translation>请在左侧选择模型，或打开、拖入一个文件夹：模型是什么、需要多少内存、文件是否与预期一致，在加载之前就显示在这里。</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>再次加载</translation>
    </message>
    <message>
        <source>This model is loaded in %1 on %2. Loading it again reads its files anew</source>
        <translation>此模型已以 %1 加载到 %2。再次加载会重新读取其文件</translation>
    </message>
    <message>
        <source>Load this model in %1 on %2 (Ctrl+Enter)</source>
        <translation>以 %1 把此模型加载到 %2 (Ctrl+Enter)</translation>
    </message>
</context>
<context>
    <name>autoglm::ui::EmptyConsole</name>
    <message>
        <source>Choose a model…</source>
        <translation>选择模型…</translation>
    </message>
    <message>
        <source>Load the demo model</source>
        <translation>加载演示模型</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>没有加载模型</translation>
    </message>
    <message>
        <source>Nothing can answer yet. Ctrl+L loads the model in the tool bar; or choose another, or take the demo model, which comes with the program.</source>
        <translation>还没有可以回答的模型。按 Ctrl+L 加载工具栏中的模型；也可以选择其他模型，或使用随程序附带的演示模型。</translation>
    </message>
    <message>
        <source>The model is being loaded</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Type the first prompt meanwhile; it can be sent once the model is there.</source>
        <translation>可以先输入第一个提示词；模型加载完成后即可发送。</translation>
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
        <source>This model cannot be asked</source>
        <translation>无法向该模型提问</translation>
    </message>
    <message>
        <source>%1. What can be measured without text is under Quantize and Compare.</source>
        <translation>%1。无需文本即可测量的内容在“量化”和“对比”中。</translation>
    </message>
</context>
</TS>
