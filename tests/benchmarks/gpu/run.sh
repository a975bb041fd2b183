#!/usr/bin/env bash
# Tests and benchmarks on a GPU in one run of at most nine minutes. Needs nvcc, CMake, a C++23 compiler, PyTorch's wheel and
# nlohmann-json's headers (installed, or their folder laid into build/include). Writes into RESULTS (default build/gpu/results)
# as it goes. What fails loses nothing but itself, and its first errors are said again at the end.
#   tests/benchmarks/gpu/run.sh [RESULTS]
set -uo pipefail
SECONDS=0
limit=530
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1
results=${1:-build/gpu/results}
mkdir -p "$results"
left() { echo $((limit - SECONDS > 1 ? limit - SECONDS : 1)); }
failures=
failed() { failures+="FAILED: $1"$'\n'"$2"$'\n'; printf 'FAILED: %s\n%s\n' "$1" "$2"; }
errors() { grep -m 12 -iE -A 2 'error[: ]|undefined reference|FAILED:' "$1" | cut -c 1-300 || tail -n 20 "$1"; }

# Tools in their usual places that are not on PATH: the toolkit's, and those that were installed beside python3.
PATH+=":$(dirname "$(command -v python3)"):${CUDA_HOME:-/usr/local/cuda}/bin"; export PATH
# Only for the GPU that is here: less to compile, and its own machine code.
if [ -z "${TORCH_CUDA_ARCH_LIST:-}" ] && capability=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null); then
  TORCH_CUDA_ARCH_LIST=$(head -n 1 <<<"$capability"); export TORCH_CUDA_ARCH_LIST
fi
generator=(); keep_going=(-k); ! command -v ninja >/dev/null || { generator=(-G Ninja); keep_going=(-k 0); }
nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm,power.limit --format=csv,noheader 2>/dev/null
for tool in cmake nvcc c++; do "$tool" --version 2>&1 | grep -m 1 -E '[0-9]+\.[0-9]+'; done

build=build/gpu
if ! timeout "$(left)" cmake -S tests/gpu -B "$build" "${generator[@]}" >"$results/configure.log" 2>&1; then
  failed "configuration; the kernels alone are built, without libtorch" "$(errors "$results/configure.log")"
  build=build/gpu-kernels
  timeout "$(left)" cmake -S tests/gpu -B "$build" "${generator[@]}" -DAUTOGLM_GPU_KERNELS_ONLY=ON >>"$results/configure.log" 2>&1 ||
    failed "configuration of the kernels" "$(tail -n 20 "$results/configure.log")"
fi
timeout $(($(left) - 60)) cmake --build "$build" --parallel "$(nproc)" -- "${keep_going[@]}" >"$results/build.log" 2>&1 ||
  failed "a part of the build" "$(errors "$results/build.log")"
echo "built after $SECONDS s: $(find "$build/bin" -type f -printf '%f ' 2>/dev/null)"

# Nothing is timed here, so the checkers run beside the tests. What they say is for people: not every machine lets them.
if command -v compute-sanitizer >/dev/null && [ -x "$build/bin/gpu_kernels" ]; then
  for tool in memcheck racecheck; do
    { timeout 90 compute-sanitizer --tool "$tool" --error-exitcode 9 "$build/bin/gpu_kernels" few || echo "$tool: exit code $?"; } >"$results/$tool.log" 2>&1 &
  done
fi
timeout "$(left)" ctest --test-dir "$build" -V -j 3 >"$results/tests.log" 2>&1 || failed "tests" "$(grep -m 12 -E 'FAIL|Not Run|Timeout|Exception' "$results/tests.log" || tail -n 20 "$results/tests.log")"
wait
grep -hE 'FAIL|skipped|passed,' "$results/tests.log"
for log in "$results"/{mem,race}check.log; do [ ! -e "$log" ] || tail -n 2 "$log"; done
echo "tested after $SECONDS s"

# The small shape first: it takes a minute. What follows a shape has the seconds that it needs left to it.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/autoglm-benchmark.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
benchmark() {  # SHAPE, seconds for our engine, seconds for transformers
  local status=0
  timeout $(($2 + 60)) "$build/bin/decode_benchmark" "resources/configs/$1" "$scratch/$1" cuda:0 "$2" fp16 int8 int4 bf16 2>&1 | tee "$results/$1.md" || status=$?
  [ "$status" = 0 ] || [ "$status" = 77 ] || failed "decode_benchmark $1" "$(tail -n 3 "$results/$1.md")"
  if [ -e "$scratch/$1/config.json" ]; then
    timeout $(($3 + 30)) python3 tests/benchmarks/gpu/transformers_decode.py "$scratch/$1" "$3" 2>&1 | tee -a "$results/$1.md"
    rm -rf "${scratch:?}/$1"
  fi
  echo "$1 after $SECONDS s"
}
at_most() { echo $(($1 < $2 ? $1 : $2)); }
if [ -x "$build/bin/decode_benchmark" ]; then
  benchmark qwen2.5-0.5b "$(at_most 50 $(($(left) / 4)))" 20
  ours=$(($(left) - 150))
  [ "$ours" -lt 60 ] || benchmark glm-4-9b "$ours" 60
fi
printf '%s' "$failures"
echo "done after $SECONDS s; results in $results"
[ -z "$failures" ]
