#include "app/window/status_line.h"

#include <QEvent>
#include <QLabel>
#include <QProgressBar>
#include <QStringList>

#include "core/base/system_info.h"
#include "core/measure/samplers.h"
#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"
#include "ui/models/wording.h"
#include "ui/widgets/theme.h"

namespace autoglm::app {

using worker::WorkerState;

constexpr int memoryIntervalMs = 1000;

StatusLine::StatusLine(ui::EngineController& controller, QWidget* parent)
    : QStatusBar(parent),
      m_controller(controller),
      m_totalMemoryBytes(readSystemInfo().memoryTotalBytes),
      m_state(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_model(new QLabel(this)),
      m_device(new QLabel(this)),
      m_memory(new QLabel(this)),
      m_speed(new QLabel(this)) {
    m_state->setObjectName(QStringLiteral("status.state"));
    m_progress->setObjectName(QStringLiteral("status.progress"));
    m_model->setObjectName(QStringLiteral("status.model"));
    m_device->setObjectName(QStringLiteral("status.device"));
    m_memory->setObjectName(QStringLiteral("status.memory"));
    m_speed->setObjectName(QStringLiteral("status.speed"));
    m_state->setFont(ui::scaled(font(), ui::bodyPoints, QFont::DemiBold));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(120, 8);
    m_speed->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setSizeGripEnabled(false);
    setContentsMargins(8, 2, 8, 2);
    addWidget(m_state);
    addWidget(m_progress);
    addWidget(m_model);
    addWidget(m_device);
    addPermanentWidget(m_memory);
    addPermanentWidget(m_speed);
    for (QLabel* label : {m_state, m_model, m_device, m_memory, m_speed}) {
        label->setContentsMargins(8, 2, 8, 2);
        if (label != m_state) label->setFont(ui::tabular(font()));
    }
    connect(&controller, &ui::EngineController::stateChanged, this, &StatusLine::showAll);
    connect(&controller, &ui::EngineController::progressed, this, &StatusLine::onProgress);
    connect(&controller, &ui::EngineController::runFinished, this, &StatusLine::onFinished);
    // A rate belongs to the run that it was measured in.
    connect(&controller, &ui::EngineController::runStarted, this, [this] {
        m_sinceStart.start();
        setRate(std::nullopt);
    });
    startTimer(memoryIntervalMs, Qt::CoarseTimer);
    showAll();
}

void StatusLine::setRate(std::optional<double> tokensPerSecond) {
    m_rate = tokensPerSecond;
    m_speed->setText(m_rate ? ui::tokensPerSecond(m_rate) : QString());
}

void StatusLine::setLoading(const QString& model, const QString& device) {
    m_loading = model;
    m_loadingDevice = device;
    showAll();
}

void StatusLine::setComparison(const QString& arms, const QString& devices) {
    m_arms = arms;
    m_armDevices = devices;
}

void StatusLine::setAfterwards(Afterwards afterwards) {
    m_afterwards = afterwards;
    showAll();
}

void StatusLine::onProgress(worker::CommandKind kind, const evaluate::WorkProgress& work) {
    // A comparison shows its own progress, larger.
    if (kind != worker::CommandKind::Load || work.progress.total == 0 || m_afterwards == Afterwards::Close) return;
    m_progress->setRange(0, 1000);
    m_progress->setValue(
        static_cast<int>(1000.0 * static_cast<double>(work.progress.done) / static_cast<double>(work.progress.total)));
    const qint64 elapsedNs = m_sinceStart.isValid() ? m_sinceStart.nsecsElapsed() : 0;
    m_state->setText(ui::stateWord(m_controller.state(), m_controller.kind()) + QStringLiteral("  ") +
                     ui::progressSentence(work, elapsedNs));
}

void StatusLine::onFinished(const worker::RunFinished& finished) {
    if (const auto* record = std::get_if<std::shared_ptr<const worker::GenerationRecord>>(&finished.payload))
        m_kvCacheBytes = (*record)->kvCacheBytes;
    else
        m_kvCacheBytes = 0;
    showAll();
}

void StatusLine::showAll() {
    m_state->setText(m_afterwards == Afterwards::Close ? tr("Stopping, then closing")
                                                       : ui::stateWord(m_controller.state(), m_controller.kind()));
    m_progress->setVisible(m_controller.state() == WorkerState::Loading);
    m_progress->setRange(0, 0);
    const auto& model = m_controller.model();
    for (QLabel* label : {m_model, m_device})
        label->setVisible(m_controller.isLoading() || m_controller.isComparing() || model);
    if (m_controller.isLoading() || m_controller.isComparing()) {
        m_model->setText(m_controller.isLoading() ? m_loading : m_arms);
        m_model->setToolTip({});
        m_device->setText(m_controller.isLoading() ? m_loadingDevice : m_armDevices);
    } else if (model) {
        const QString name = QString::fromStdString(model->folder->name);
        m_model->setText(
            QStringLiteral("%1 %2").arg(name, ui::schemeWord(model->scheme)) +
            (model->report.hasMismatch() ? QStringLiteral("  ") + tr("weights not as expected") : QString()));
        m_model->setToolTip(ui::coreSentence(model->scheme.describe()));
        const QString device = QString::fromStdString(model->device);
        m_device->setText(device == QLatin1String("cpu") ? tr("cpu %n threads", nullptr, model->threads) : device);
    }
    showMemory();
}

void StatusLine::showMemory() {
    QStringList parts;
    if (const auto& model = m_controller.model(); model && !m_controller.isLoading() && !m_controller.isComparing()) {
        parts << tr("%1 weights").arg(ui::bytes(model->report.weightsBytes));
        if (m_kvCacheBytes > 0) parts << tr("%1 KV").arg(ui::bytes(m_kvCacheBytes));
    }
    const auto resident = measure::readProcessMemory().residentBytes;
    if (resident && m_totalMemoryBytes)
        parts << tr("program %1 of %2").arg(ui::bytes(*resident), ui::bytes(*m_totalMemoryBytes));
    m_memory->setText(parts.join(QStringLiteral("   ")));
    m_memory->setToolTip(
        tr("Memory of the weights and of the KV cache, which keeps the conversation; then what this program holds in "
           "all, of the memory that the machine has. Other programs are not counted"));
}

void StatusLine::timerEvent(QTimerEvent* event) {
    showMemory();
    QStatusBar::timerEvent(event);
}

void StatusLine::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) showAll();
    QStatusBar::changeEvent(event);
}

}  // namespace autoglm::app
