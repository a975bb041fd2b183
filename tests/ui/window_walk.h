// What every visible text of a window must keep: words of its language, selectable, whole where it is copied. Each
// function returns the offenders as "object name: text".
#pragma once

#include <QStringList>

class QWidget;

namespace autoglm::test {

/// Words that do not fit their widget.
QStringList clipped(const QWidget& window);
/// Tables of which a column is out of sight, a heading is cut, or a figure, which is right-aligned.
QStringList cutColumns(const QWidget& window);
/// Labels that cannot be selected and are no field's name.
QStringList notSelectable(const QWidget& window);
/// English in a Chinese window: Latin words that are no name, unit, shortcut, path or key. Tooltips are read too.
QStringList englishWords(const QWidget& window);
/// Tables that do not give their rows, whole, as tab-separated text on Ctrl+C.
QStringList notCopied(QWidget& window);

}  // namespace autoglm::test
