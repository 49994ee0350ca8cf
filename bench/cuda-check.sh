#!/usr/bin/env bash
# Checks and measures dann4j on a machine with one NVIDIA GPU, in at most ten minutes, and prints one table.
#
#   bench/cuda-check.sh [PART...]
#
# Runs in the folder into which the archives of bench/cuda-pack.sh are unpacked, which has all that it needs except the driver, CUDA 13, cuDNN 9 and NCCL 2 (set
# CUDA_HOME or LD_LIBRARY_PATH; the packages of a PyTorch for CUDA 13 in Python are found automatically), and for the part
# "pytorch" a PyTorch in Python. The parts:
#   tests      the tests for CUDA
#   agreement  60 updates in float32, on the processor and on the GPU
#   training   preset best on MNIST -> MNIST-M, one seed (needs the data)
#   bench      images per second of four networks, and what the card can do
#   pytorch    the same steps in PyTorch
# OUT (default: out) is the folder for results.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=${OUT:-out}
mkdir -p "$out"
parts=("$@")
[[ ${#parts[@]} -gt 0 ]] || parts=(tests agreement training bench pytorch)
if [[ -z ${CUDA_HOME:-} ]]; then
    CUDA_HOME=$(python3 -c 'import os, nvidia; print(os.path.dirname(list(nvidia.__path__)[0]))' 2>/dev/null || echo /usr/local/cuda)
    export CUDA_HOME
fi
java=(env "LD_LIBRARY_PATH=$PWD/runtime/native:${LD_LIBRARY_PATH:-}" runtime/bin/java -Xmx4g -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0)
export TORCH_CPP_LOG_LEVEL=${TORCH_CPP_LOG_LEVEL:-FATAL}

dann4j() {
    "${java[@]}" -cp "natives.jar:lib/*" io.github.dann4j.app.cli.Main "$@"
}

# Prints the seconds since a time of this clock.
since() {
    awk -v from="$1" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }'
}

part_tests() {
    "${java[@]}" -cp "natives.jar:tests-engine:tests-core:lib/*" org.junit.platform.console.ConsoleLauncher execute \
        --disable-banner --details=summary --disable-ansi-colors \
        -c io.github.dann4j.engine.DeviceChoiceTest -c io.github.dann4j.engine.CudaLibrariesTest \
        -c io.github.dann4j.adapt.CudaTest >"$out/tests.txt" 2>&1
    grep -vE '^\s*(frame #|at |\[\.\.\.\]|org\.junit|java\.base)' "$out/tests.txt" | cut -c1-300 | tail -n "${LINES_OF_TESTS:-60}"
}

part_agreement() {
    local run device source=mnist target=mnist-m
    [[ -d data/mnist-m ]] || source=printed target=textured
    for run in cpu cuda cuda-again; do
        device=${run%-again}
        dann4j compare --preset paper --steps 60 --seeds 0 --methods source-only,dann --precision fp32 --device "$device" \
            --source "$source" --target "$target" --data data --offline --out "$out/agreement-$run" --no-report \
            >"$out/agreement-$run.txt" 2>&1 || tail -n 5 "$out/agreement-$run.txt"
    done
    echo "processor and GPU:"
    python3 bench/cuda-compare.py "$out/agreement-cpu/results.json" "$out/agreement-cuda/results.json"
    echo "GPU and GPU again:"
    python3 bench/cuda-compare.py "$out/agreement-cuda/results.json" "$out/agreement-cuda-again/results.json"
}

part_training() {
    [[ -d data/mnist-m ]] || {
        echo "training: no data"
        return
    }
    local start
    start=$(date +%s.%N)
    dann4j compare --preset best --source mnist --target mnist-m --methods dann --seeds 0 --device cuda --data data \
        --offline --out "$out/training" --no-report >"$out/training.txt" 2>&1
    grep -E '^(method|DANN) ' "$out/training.txt" || tail -n 5 "$out/training.txt"
    echo "training: $(since "$start") s with start, data and test"
}

part_bench() {
    local precision
    for precision in fp32 bf16; do
        dann4j bench --device cuda --net mnist,svhn,gtsrb,bottleneck --method dann --batch 64 --rounds 2 --seconds 1 \
            --no-startup --precision $precision >"$out/bench-$precision.txt" 2>"$out/bench-$precision.err" &
        watch_memory $!
        grep . "$out/bench-$precision.txt" || tail -n 5 "$out/bench-$precision.err"
    done
}

# Prints the most memory of the GPU that was in use while a process ran, in MiB.
watch_memory() {
    local most=0 now
    while kill -0 "$1" 2>/dev/null; do
        now=$(nvidia-smi --query-gpu=memory.used --format=csv,noheader,nounits 2>/dev/null | head -n 1)
        ((${now:-0} > most)) && most=$now
        sleep 0.5
    done
    echo "memory of the GPU in use, at most: $most MiB"
}

part_pytorch() {
    local net
    for net in mnist svhn gtsrb bottleneck; do
        for options in '' '--autocast' '--autocast --compile default'; do
            # shellcheck disable=SC2086 # a list of options
            printf 'pytorch %s %s: %s images/s\n' "$net" "${options:-(eager)}" \
                "$(timeout 120 python3 bench/pytorch/dann_step.py --device cuda --net $net --method dann --batch 64 --seconds 1 $options 2>>"$out/pytorch.err" | tail -n 1)"
        done
    done
}

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader || true
for part in "${parts[@]}"; do
    echo "== $part"
    start=$(date +%s.%N)
    "part_$part"
    echo "== $part: $(since "$start") s"
done
