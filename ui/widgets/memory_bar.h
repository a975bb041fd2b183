// A horizontal bar of parts against a limit: the parts in series colours, the limit as a line. What the colours mean
// stands in a legend beside it. GUI thread.
#pragma once

#include <QWidget>
#include <array>
#include <cstdint>
#include <optional>

namespace autoglm::ui {

/// Weights, KV cache, workspace; in the colours of partColors().
inline constexpr std::size_t memoryParts = 3;
std::array<QColor, memoryParts> partColors(const QPalette& palette);

class MemoryBar : public QWidget {
    Q_OBJECT
  public:
    explicit MemoryBar(QWidget* parent = nullptr);

    void setParts(const std::array<std::uint64_t, memoryParts>& bytes, std::optional<std::uint64_t> limitBytes);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::array<std::uint64_t, memoryParts> m_bytes{};
    std::optional<std::uint64_t> m_limit;
};

}  // namespace autoglm::ui
