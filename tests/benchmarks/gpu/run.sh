#!/usr/bin/env bash
# Tests and benchmarks on a GPU in one run of at most nine minutes. Needs nvcc, CMake, a C++23 compiler, PyTorch's wheel and
# nlohmann-json's headers (installed, or their folder laid into build/include). Writes into RESULTS (default build/gpu/results).
#   tests/benchmarks/gpu/run.sh [RESULTS]
set -euo pipefail
SECONDS=0
limit=530
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
results=${1:-build/gpu/results}
mkdir -p "$results"
left() { echo $((limit - SECONDS > 1 ? limit - SECONDS : 1)); }

# Only for the GPU that is here: less to compile, and its own machine code.
if [ -z "${TORCH_CUDA_ARCH_LIST:-}" ] && capability=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null); then
  TORCH_CUDA_ARCH_LIST=$(head -n 1 <<<"$capability"); export TORCH_CUDA_ARCH_LIST
fi
generator=(); ! command -v ninja >/dev/null || generator=(-G Ninja)
timeout "$(left)" cmake -S tests/gpu -B build/gpu "${generator[@]}" >"$results/configure.log" 2>&1 || { tail -n 30 "$results/configure.log"; exit 1; }
timeout "$(left)" cmake --build build/gpu --parallel "$(nproc)" >"$results/build.log" 2>&1 || { grep -m 20 -E 'error|Error' "$results/build.log"; exit 1; }
echo "built after $SECONDS s"

passed=yes
timeout "$(left)" ctest --test-dir build/gpu -V >"$results/tests.log" 2>&1 || passed=no
grep -E 'PASS|FAIL|skipped|passed,' "$results/tests.log" || tail -n 20 "$results/tests.log"
echo "tested after $SECONDS s"

# The small shape first: it takes seconds. Nothing is begun while less than a minute and a half is left for what follows.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/autoglm-benchmark.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
for shape in qwen2.5-0.5b glm-4-9b; do
  status=0
  timeout "$(left)" build/gpu/bin/decode_benchmark "resources/configs/$shape" "$scratch/$shape" cuda:0 $(($(left) - 150)) fp16 int8 int4 bf16 2>&1 |
    tee "$results/$shape.md" || status=$?
  [ "$status" = 0 ] || [ "$status" = 77 ] || passed=no
  if [ -e "$scratch/$shape/config.json" ]; then
    timeout "$(left)" python3 tests/benchmarks/gpu/transformers_decode.py "$scratch/$shape" $(($(left) - 60)) 2>&1 | tee -a "$results/$shape.md" || true
    rm -rf "${scratch:?}/$shape"
  fi
done
echo "done after $SECONDS s; results in $results"
[ "$passed" = yes ]
