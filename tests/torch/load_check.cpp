#include "tests/torch/load_check.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/text_format.h"
#include "core/torch/chunk_tensors.h"
#include "core/torch/guard.h"
#include "core/torch/kernels/cpu/row_kernels.h"
#include "core/torch/loader.h"

namespace autoglm::test {

using torch_engine::Conversion;
using torch_engine::LoadedWeights;
using Sentences = std::vector<std::string>;

namespace {

at::Tensor bitsOf(const at::Tensor& values) {
    return values.view(values.element_size() == 4 ? at::kInt : values.element_size() == 2 ? at::kShort : at::kChar);
}

void compareTensors(const std::string& name, const at::Tensor& cpu, const at::Tensor& device, Sentences& differences) {
    if (cpu.defined() != device.defined()) {
        differences.push_back(name + " is there on one side alone");
        return;
    }
    if (!cpu.defined()) return;
    const at::Tensor got = device.cpu();
    if (got.scalar_type() != cpu.scalar_type() || got.sizes() != cpu.sizes()) {
        differences.push_back(name + " has another type or shape");
        return;
    }
    const at::Tensor same = (bitsOf(cpu) == bitsOf(got)).logical_or(cpu.isnan().logical_and(got.isnan()));
    const auto count = same.logical_not().sum().item<std::int64_t>();
    if (count > 0) differences.push_back(concat(name, " differs in ", count, " of ", same.numel(), " values"));
}

void compareReports(const engine::LoadReport& cpu, const engine::LoadReport& device, Sentences& differences) {
    const auto check = [&](bool isSame, const std::string& what) {
        if (!isSame) differences.push_back(what);
    };
    check(cpu.weightsBytes == device.weightsBytes, "the bytes of the weights differ");
    check(cpu.warnings == device.warnings, "the warnings differ");
    check(cpu.files.size() == device.files.size() && cpu.tensors.size() == device.tensors.size(), "the counts differ");
    for (std::size_t i = 0; i < std::min(cpu.files.size(), device.files.size()); ++i)
        check(cpu.files[i].sha256 == device.files[i].sha256 && cpu.files[i].state == device.files[i].state,
              "the hash of " + cpu.files[i].name + " differs");
    for (std::size_t i = 0; i < std::min(cpu.tensors.size(), device.tensors.size()); ++i) {
        const engine::TensorScan& a = cpu.tensors[i];
        const engine::TensorScan& b = device.tensors[i];
        check(a.name == b.name && a.minimum == b.minimum && a.maximum == b.maximum && a.nanCount == b.nanCount &&
                  a.infCount == b.infCount,
              concat("the scan of ", a.name, " differs: ", a.minimum, " to ", a.maximum, ", ", a.nanCount, " NaN, ",
                     a.infCount, " infinite on the CPU; ", b.minimum, " to ", b.maximum, ", ", b.nanCount, " NaN, ",
                     b.infCount, " infinite"));
    }
    check(device.readNs > 0 && device.uploadNs > 0 && device.convertNs > 0,
          "a time of reading, copying or conversion is missing");
    check((device.hashNs > 0) == (cpu.hashNs > 0), "the time of hashing is missing");
}

/// [200, 259] FP32: the first eleven rows are special
at::Tensor hardRows() {
    at::Tensor rows = at::randn({200, 259}, at::detail::createCPUGenerator(17), at::kFloat);
    constexpr float largest = std::numeric_limits<float>::max();
    constexpr float infinity = std::numeric_limits<float>::infinity();
    rows[0].zero_();
    rows[1].mul_(1e-38);                                           // a scale below the normal range
    rows[2].copy_(at::arange(259, at::kFloat).sub_(129).div_(2));  // a scale near one half: ties, nearly
    rows[3].copy_(at::arange(259, at::kFloat).sub_(127).clamp_(-127, 127).sub_(0.5));
    rows[3][0].fill_(127);  // a scale of exactly one: ties
    rows[4][7].fill_(largest);
    rows[4][8].fill_(-largest);
    rows[5][3].fill_(infinity);
    rows[6][250].fill_(-infinity);
    rows[7][258].fill_(std::numeric_limits<float>::quiet_NaN());
    rows[8].fill_(std::numeric_limits<float>::quiet_NaN());
    rows[8][0].fill_(infinity);
    rows[9].fill_(-0.0F);
    rows[9][1].fill_(1e-30F);
    rows[10].mul_(3e4);  // some are too large for FP16
    return rows;
}

/// `stored` by the row kernels and by the operations that its copy on `device` goes through.
void compareChunk(const at::Tensor& stored, torch_engine::cpu::WeightType type, const at::Device& device,
                  Sentences& differences) {
    const auto& kernels = torch_engine::cpu::bestRowKernels();
    torch_engine::cpu::ScanCounts counts{std::numeric_limits<float>::infinity(),
                                         -std::numeric_limits<float>::infinity(), 0, 0};
    const at::Tensor wide = at::empty(stored.sizes(), at::kFloat);
    kernels.convertAndScan(type, stored.const_data_ptr(), stored.numel(), wide.data_ptr<float>(), counts);
    const at::Tensor values = at::empty(stored.sizes(), at::kChar);
    const at::Tensor scales = at::empty({stored.size(0)}, at::kFloat);
    for (std::int64_t r = 0; r < stored.size(0); ++r)
        scales.data_ptr<float>()[r] =
            kernels.quantizeRow(wide[r].const_data_ptr<float>(), stored.size(1), values[r].data_ptr<std::int8_t>());

    const std::string name = concat(at::toString(stored.scalar_type()), " ");
    const at::Tensor there = stored.to(device);
    const auto found = torch_engine::countValues(there);
    if (found.minimum.item<float>() != counts.minimum || found.maximum.item<float>() != counts.maximum)
        differences.push_back(name + "extremes");
    if (static_cast<std::uint64_t>(found.nanCount.item<std::int64_t>()) != counts.nanCount ||
        static_cast<std::uint64_t>(found.infCount.item<std::int64_t>()) != counts.infCount)
        differences.push_back(name + "counts of values that are not finite");
    const at::Tensor quantized = at::empty_like(values, at::TensorOptions().device(device));
    const at::Tensor quantizedScales = at::empty_like(scales, at::TensorOptions().device(device));
    torch_engine::quantizeRows(there, quantized, quantizedScales);
    compareTensors(name + "to INT8", values, quantized, differences);
    compareTensors(name + "scales", scales, quantizedScales, differences);
    for (const at::ScalarType target : {at::kFloat, at::kHalf, at::kBFloat16})
        compareTensors(concat(name, "to ", at::toString(target)), wide.to(target), there.to(target), differences);
}

}  // namespace

Result<Sentences> loadDifferences(engine::LoadRequest request) {
    const std::string device = std::exchange(request.device, "cpu");
    AUTOGLM_TRY(LoadedWeights cpu, torch_engine::loadWeights(request, at::kCPU, Conversion::OnCpu, {}));
    AUTOGLM_TRY(LoadedWeights other, torch_engine::loadWeights(request, at::Device(device), Conversion::OnDevice, {}));
    return torch_engine::guarded("compare weights", [&]() -> Result<Sentences> {
        Sentences differences;
        const auto compare = [&](const std::string& name, model::Slot slot, std::int64_t layer) {
            const auto a = torch_engine::slotTensors(cpu.weights, slot, layer);
            const auto b = torch_engine::slotTensors(other.weights, slot, layer);
            compareTensors(name, *a.values, *b.values, differences);
            if (a.matrix) compareTensors(name + " scales", a.matrix->scales, b.matrix->scales, differences);
        };
        for (const model::PlannedTensor& planned : request.folder->plan)
            compare(planned.name, planned.slot, planned.layer);
        compare("output head", model::Slot::OutputHead, -1);
        compareReports(cpu.report, other.report, differences);
        return differences;
    });
}

Result<Sentences> chunkDifferences(const std::string& device) {
    return torch_engine::guarded("compare chunks", [&]() -> Result<Sentences> {
        Sentences differences;
        const at::Tensor rows = hardRows();
        // One row, one without a finite value, one column.
        for (const at::Tensor& part : {rows, rows.narrow(0, 11, 1), rows.narrow(0, 8, 1), rows.narrow(1, 0, 1)}) {
            const at::Device there(device);
            compareChunk(part.contiguous(), torch_engine::cpu::WeightType::F32, there, differences);
            compareChunk(part.to(at::kHalf).contiguous(), torch_engine::cpu::WeightType::F16, there, differences);
            compareChunk(part.to(at::kBFloat16).contiguous(), torch_engine::cpu::WeightType::BF16, there, differences);
        }
        return differences;
    });
}

Status loadByDevice(const engine::LoadRequest& request, std::stop_token stop) {
    const auto loaded =
        torch_engine::loadWeights(request, at::Device(request.device), Conversion::OnDevice, std::move(stop));
    if (!loaded) return fail(loaded.error());
    return {};
}

}  // namespace autoglm::test
