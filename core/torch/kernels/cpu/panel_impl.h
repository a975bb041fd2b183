// Products of many rows of activations, for any element type whose products fill a 32-bit lane (`Dot`): FP32 with one
// column per lane, INT8 with two columns widened to 16 bits or four as they are. Included through row_kernels_impl.h
// only.
//
// Activations are packed in blocks of two vectors of rows: for every unit of columns its values of all those rows, so
// that a vector register holds a unit of neighbouring rows. A task expands its rows of weights a stretch of columns at
// a time into a panel that stays in the second-level cache; a tile then multiplies tileRows of them, broadcast unit by
// unit, with one block and keeps the sums in registers. Sums of stretches are added up in order, so the result depends
// on the shape alone. (Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, with the roles of the
// operands exchanged: weights change with every task, activations are packed once.)
#pragma once

#include <cstring>

#include "core/torch/kernels/cpu/stored_types.h"

namespace autoglm::torch_engine::cpu {

template <class Dot, int tileRows>
struct PanelsOf {
    using Vector = typename Dot::Vector;
    using Value = typename Dot::PanelValue;  ///< of weights and activations in panels and blocks
    static constexpr std::int64_t lanes = Dot::lanes;
    static constexpr std::int64_t unitBytes = 4;
    static constexpr std::int64_t unitColumns = unitBytes / static_cast<std::int64_t>(sizeof(Value));
    static constexpr std::int64_t blockRows = 2 * lanes;
    static constexpr std::int64_t stretchUnits = 256;
    static constexpr std::int64_t stretchBytes = stretchUnits * unitBytes;

    static std::int64_t unitsOf(std::int64_t columns) { return (columns + unitColumns - 1) / unitColumns; }
    static std::int64_t roundedRows(std::int64_t rows) { return (rows + blockRows - 1) / blockRows * blockRows; }
    static std::int64_t roundedWeights(std::int64_t rows) { return (rows + tileRows - 1) / tileRows * tileRows; }

    static std::int64_t packedBytes(std::int64_t rows, std::int64_t columns) {
        return roundedRows(rows) * unitsOf(columns) * unitBytes;
    }
    /// Sums [weight rows, activation rows], then the panel.
    static std::int64_t scratchBytes(std::int64_t rows, std::int64_t weightRows) {
        return roundedWeights(weightRows) * (roundedRows(rows) * 4 + stretchBytes);
    }

    template <class Source>
    static void pack(const PackedActivations& packed, const Source* x, std::int64_t firstBlock,
                     std::int64_t lastBlock) {
        const std::int64_t units = unitsOf(packed.columns);
        for (std::int64_t block = firstBlock; block < lastBlock; ++block) {
            auto* to = reinterpret_cast<Value*>(packed.data + block * blockRows * units * unitBytes);
            const std::int64_t first = block * blockRows;
            const std::int64_t count = packed.rows - first < blockRows ? packed.rows - first : blockRows;
            std::memset(to, 0, static_cast<std::size_t>(blockRows * units * unitBytes));
            for (std::int64_t unit = 0; unit < units; ++unit)
                for (std::int64_t m = 0; m < count; ++m)
                    for (std::int64_t i = 0; i < unitColumns && unit * unitColumns + i < packed.columns; ++i)
                        to[(unit * blockRows + m) * unitColumns + i] =
                            static_cast<Value>(x[(first + m) * packed.columns + unit * unitColumns + i]);
        }
    }

    /// sums [tileRows, sumStride] (+)= panel [tileRows, stretch] · block [units, blockRows]. VectorCount 1: the second
    /// half of the block holds no row.
    template <int VectorCount>
    static void tile(const std::byte* panel, const std::byte* block, std::int64_t units, std::byte* sums,
                     std::int64_t sumStride, bool isFirst) {
        Vector total[tileRows][VectorCount];
        AUTOGLM_UNROLL
        for (int r = 0; r < tileRows; ++r) {
            AUTOGLM_UNROLL
            for (int v = 0; v < VectorCount; ++v)
                total[r][v] = isFirst ? Dot::zero() : Dot::loadSums(sums + (r * sumStride + v * lanes) * 4);
        }
        for (std::int64_t unit = 0; unit < units; ++unit) {
            Vector x[VectorCount];
            AUTOGLM_UNROLL
            for (int v = 0; v < VectorCount; ++v)
                x[v] = Dot::loadSums(block + (unit * blockRows + v * lanes) * unitBytes);
            AUTOGLM_UNROLL
            for (int r = 0; r < tileRows; ++r) {
                const Vector w = Dot::broadcastUnit(panel + r * stretchBytes + unit * unitBytes);
                AUTOGLM_UNROLL
                for (int v = 0; v < VectorCount; ++v)
                    total[r][v] = Dot::multiplyAdd(w, x[v], total[r][v]);
            }
        }
        AUTOGLM_UNROLL
        for (int r = 0; r < tileRows; ++r) {
            AUTOGLM_UNROLL
            for (int v = 0; v < VectorCount; ++v)
                Dot::storeSums(sums + (r * sumStride + v * lanes) * 4, total[r][v]);
        }
    }

    /// Fills the sums at the front of `scratch`: [weight rows of the task, activation rows]. expand(row, firstColumn,
    /// count, out) writes Values.
    template <class Expand>
    static void multiply(const RowTask& task, const PackedActivations& x, std::byte* scratch, const Expand& expand) {
        const std::int64_t weightRows = roundedWeights(task.lastRow - task.firstRow);
        const std::int64_t sumStride = roundedRows(x.rows);
        std::byte* panel = scratch + weightRows * sumStride * 4;
        const std::int64_t units = unitsOf(x.columns);
        for (std::int64_t firstUnit = 0; firstUnit < units; firstUnit += stretchUnits) {
            const std::int64_t count = units - firstUnit < stretchUnits ? units - firstUnit : stretchUnits;
            fillPanel(task, x.columns, firstUnit, count, panel, expand);
            for (std::int64_t m = 0; m < x.rows; m += blockRows) {
                const std::byte* block = x.data + (m * units + firstUnit * blockRows) * unitBytes;
                const auto run = x.rows - m <= lanes ? tile<1> : tile<2>;
                for (std::int64_t r = 0; r < weightRows; r += tileRows)
                    run(panel + r * stretchBytes, block, count, scratch + (r * sumStride + m) * 4, sumStride,
                        firstUnit == 0);
            }
        }
    }

    template <class Expand>
    static void fillPanel(const RowTask& task, std::int64_t columns, std::int64_t firstUnit, std::int64_t units,
                          std::byte* panel, const Expand& expand) {
        const std::int64_t firstColumn = firstUnit * unitColumns;
        const std::int64_t rest = columns - firstColumn;
        const std::int64_t count = rest < units * unitColumns ? rest : units * unitColumns;
        const std::int64_t rows = task.lastRow - task.firstRow;
        for (std::int64_t r = 0; r < roundedWeights(rows); ++r) {
            std::byte* to = panel + r * stretchBytes;
            if (r < rows) {
                expand(task.firstRow + r, firstColumn, count, to);
                std::memset(
                    to + count * static_cast<std::int64_t>(sizeof(Value)), 0,
                    static_cast<std::size_t>(units * unitBytes) - static_cast<std::size_t>(count) * sizeof(Value));
            } else {
                std::memset(to, 0, static_cast<std::size_t>(units * unitBytes));
            }
        }
    }

    /// Writes what value(activation row, weight row, index of its sum) says to the task's output.
    template <class ValueOf>
    static void write(const RowTask& task, const PackedActivations& x, const ValueOf& value) {
        const std::int64_t sumStride = roundedRows(x.rows);
        for (std::int64_t m = 0; m < x.rows; ++m)
            for (std::int64_t r = task.firstRow; r < task.lastRow; ++r)
                task.out[m * task.outStride + r - task.firstRow] = value(m, r, (r - task.firstRow) * sumStride + m);
    }
};

}  // namespace autoglm::torch_engine::cpu
