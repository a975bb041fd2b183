// The rows of the tests of row kernels: every set that this CPU runs, and every set with every stored format.
#pragma once

#include <QtTest>

#include "tests/torch/stored_rows.h"

namespace autoglm::test {

inline void everyKernelSet() {
    QTest::addColumn<int>("set");
    const RowKernelList list = torch_engine::cpu::availableRowKernels();
    for (int i = 0; i < list.count; ++i)
        QTest::newRow(list.sets[i]->name) << i;
}

inline void everyKernelCase() {
    QTest::addColumn<int>("set");
    QTest::addColumn<int>("format");
    const RowKernelList list = torch_engine::cpu::availableRowKernels();
    for (int i = 0; i < list.count; ++i)
        for (int format = 0; format < static_cast<int>(std::size(formats)); ++format)
            QTest::addRow("%s %s", list.sets[i]->name, formats[format].name) << i << format;
}

/// Of the row.
inline const RowKernels& kernels() {
    QFETCH(int, set);
    return *availableRowKernels().sets[set];
}
inline const Format& format() {
    QFETCH(int, format);
    return formats[format];
}

}  // namespace autoglm::test
