<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>Findings</name>
    <message numerus="yes">
        <source>%n failures</source>
        <translation>
            <numerusform>%n failure</numerusform>
            <numerusform>%n failures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n unknown</numerusform>
            <numerusform>%n unknown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pass</source>
        <translation>
            <numerusform>%n pass</numerusform>
            <numerusform>%n pass</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrecisionCosts</name>
    <message numerus="yes">
        <source>%n matrices, %1: every linear layer and the output head</source>
        <translation>
            <numerusform>%n matrix, %1: every linear layer and the output head</numerusform>
            <numerusform>%n matrices, %1: every linear layer and the output head</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %n tensors, %1</source>
        <translation>
            <numerusform>the only tensor, %1</numerusform>
            <numerusform>all %n tensors, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensors, %1: embedding, norms and biases</source>
        <translation>
            <numerusform>%n tensor, %1: embedding, norms and biases</numerusform>
            <numerusform>%n tensors, %1: embedding, norms and biases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WeightFiles</name>
    <message numerus="yes">
        <source>%n files, %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message numerus="yes">
        <source>%n prompts</source>
        <translation>
            <numerusform>%n prompt</numerusform>
            <numerusform>%n prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tasks</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocks</source>
        <translation>
            <numerusform>%n block</numerusform>
            <numerusform>%n blocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n windows</source>
        <translation>
            <numerusform>%n window</numerusform>
            <numerusform>%n windows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>autoglm::app::StatusLine</name>
    <message numerus="yes">
        <source>cpu %n threads</source>
        <translation>
            <numerusform>cpu %n thread</numerusform>
            <numerusform>cpu %n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ConsolePane</name>
    <message numerus="yes">
        <source>%n questions are set aside</source>
        <translation>
            <numerusform>%n question is set aside</numerusform>
            <numerusform>%n questions are set aside</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>autoglm::ui::FolderTabs</name>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>autoglm::ui::ReportsPane</name>
    <message numerus="yes">
        <source>%1 of %n runs</source>
        <translation>
            <numerusform>%1 of %n run</numerusform>
            <numerusform>%1 of %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs were deleted</source>
        <translation>
            <numerusform>%n run was deleted</numerusform>
            <numerusform>%n runs were deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs were brought back</source>
        <translation>
            <numerusform>%n run was brought back</numerusform>
            <numerusform>%n runs were brought back</numerusform>
        </translation>
    </message>
</context>
</TS>
