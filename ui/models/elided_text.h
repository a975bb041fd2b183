// Texts made to fit a column in a way that keeps what tells them apart. `width` in pixels. Pure; GUI thread.
#pragma once

#include <QString>

class QFontMetrics;

namespace autoglm::ui {

using Elide = QString (*)(const QString& text, const QFontMetrics& metrics, int width);

QString elidedMiddle(const QString& text, const QFontMetrics& metrics, int width);
/// As many whole words from the beginning as fit.
QString elidedWords(const QString& text, const QFontMetrics& metrics, int width);
/// The name of a tensor: what stands before the number of its layer goes, then what stands behind that.
/// "…3.self_attn.q_proj.weight", "…3…q_proj.weight".
QString elidedTensor(const QString& name, const QFontMetrics& metrics, int width);

}  // namespace autoglm::ui
