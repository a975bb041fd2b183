// How a row of a 4-bit matrix lies in memory: blocks of 128 columns, the last one filled up. Byte b of a block's 64
// holds column b in its lower four bits and column 64 + b in its upper ones, so that a mask and a shift of one load
// give two runs of neighbours. A value is q + 8 with q in [-7, 7]; what fills up is 8. Groups of 32, 64 or 128 columns
// share an FP32 scale; the last group of a row may be shorter. No dependencies: read by kernels too.
#pragma once

#include <cstdint>

namespace autoglm::model {

inline constexpr std::int64_t int4BlockColumns = 128;
inline constexpr std::int64_t int4BlockBytes = 64;

constexpr std::int64_t int4RowBytes(std::int64_t columns) {
    return (columns + int4BlockColumns - 1) / int4BlockColumns * int4BlockBytes;
}

constexpr std::int64_t int4Groups(std::int64_t columns, std::int64_t groupColumns) {
    return (columns + groupColumns - 1) / groupColumns;
}

}  // namespace autoglm::model
