#include "ui/widgets/help_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <array>
#include <utility>

namespace autoglm::ui {
namespace {

struct Term {
    const char* name;
    const char* meaning;
};

constexpr std::array glossary = {
    Term{QT_TRANSLATE_NOOP("Glossary", "TTFT"),
         QT_TRANSLATE_NOOP("Glossary",
                           "Time to first token: from sending a prompt to the first token of the answer. Grows with "
                           "the length of the prompt.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "Prefill"),
         QT_TRANSLATE_NOOP("Glossary", "Reading the prompt: many tokens at once, bound by arithmetic.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "Decode"),
         QT_TRANSLATE_NOOP("Glossary",
                           "Writing the answer token by token: every step reads all weights once, so it is bound by "
                           "memory bandwidth and gains from smaller weights.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "P50, P99"),
         QT_TRANSLATE_NOOP("Glossary", "The time that half, or 99 of 100, of the tokens did not exceed.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "KV cache"),
         QT_TRANSLATE_NOOP("Glossary",
                           "Keys and values of the tokens so far; its memory grows with the length of the context.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "INT8 (W8A16)"),
         QT_TRANSLATE_NOOP("Glossary",
                           "Weights as 8-bit integers with one scale per output channel, activations in 16 bits. "
                           "Embedding and norms stay as they are.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "KLD"),
         QT_TRANSLATE_NOOP("Glossary",
                           "Kullback-Leibler divergence in nats per token: how far the predictions of arm B lie from "
                           "those of arm A over the same text. 0: identical.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "Same token"),
         QT_TRANSLATE_NOOP("Glossary", "How often both arms hold the same token for the likeliest.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "Perplexity"),
         QT_TRANSLATE_NOOP("Glossary",
                           "How surprised a model is by a text; e to the mean negative log-likelihood per token. Lower "
                           "is better; comparable for the same tokenizer only.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "MBU"),
         QT_TRANSLATE_NOOP("Glossary",
                           "Memory bandwidth utilization: the bytes of weights that decoding reads per second, as a "
                           "share of what the memory can deliver.")},
    Term{QT_TRANSLATE_NOOP("Glossary", "Noise floor"),
         QT_TRANSLATE_NOOP("Glossary",
                           "How much two measurements of the same arm differ here and now. A smaller difference "
                           "between the arms cannot be told from chance.")},
};

QString row(const QString& left, const QString& right) {
    return QStringLiteral("<tr><td style='padding:3px 18px 3px 0'><b>%1</b></td><td style='padding:3px 0'>%2</td></tr>")
        .arg(left.toHtmlEscaped(), right.toHtmlEscaped());
}

}  // namespace

HelpDialog::HelpDialog(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("help"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Help"));
    resize(720, 600);
    QString keys;
    for (const QAction* action : actions)
        if (!action->shortcut().isEmpty() && !action->text().isEmpty())
            keys += row(action->shortcut().toString(QKeySequence::NativeText),
                        QString(action->text()).remove(QLatin1Char('&')));
    QString terms;
    for (const Term& term : glossary)
        terms += row(QCoreApplication::translate("Glossary", term.name),
                     QCoreApplication::translate("Glossary", term.meaning));
    auto* text = new QTextBrowser(this);
    text->setObjectName(QStringLiteral("help.text"));
    text->setHtml(
        QStringLiteral("<h3>%1</h3><p>%2</p><h3>%3</h3><table>%4</table><h3>%5</h3><table>%6</table>")
            .arg(tr("From a folder to a report").toHtmlEscaped(),
                 tr("Check the environment, load a model (drop its folder onto the window), ask it something, compare "
                    "two precisions, export the report. Hover anything for its full value; everything shown can be "
                    "selected and copied.")
                     .toHtmlEscaped(),
                 tr("Keys").toHtmlEscaped(), keys, tr("Terms").toHtmlEscaped(), terms));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addWidget(text);
    layout->addWidget(buttons);
}

}  // namespace autoglm::ui
