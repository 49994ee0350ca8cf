#!/usr/bin/env bash
# Runs the adaptations from which docs/ADAPT.md judges validators and the rule of `adapt`, one thread each, and leaves
# out those that are done.
#
#   docs/study.sh DIR WEIGHTS OUT [SEED...]    seeds 10 11
#
# DIR is the folder with the public datasets, WEIGHTS a safetensors file of MobileNetV2 (docs/BACKBONES.md), OUT where
# the results go: OUT/PAIR-seedN. Make the tables with `./dann4j study OUT`. With JOBS=2 two run at a time; more than
# there are cores only slows all of them down.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[[ $# -ge 3 ]] || {
    sed -n '2,9s/^# \{0,1\}//p' "docs/study.sh" >&2
    exit 2
}
data=$1 weights=$2 out=$3
shift 3
seeds=("$@")
((${#seeds[@]})) || seeds=(10 11)
./dann4j --version >/dev/null # built once, before several start

images=(--preset demo --steps 400 --methods "adabn,dann,cdan,mcc,coral,bnm,afn,shot,mean-teacher")
vectors=(--preset quick --steps 300 --methods "dann,cdan,mcc,coral,bnm,afn,shot,dan,mcd")
photographs=(--preset photographs --steps 300 --methods "adabn,dann,cdan,mcc,coral,bnm,afn,shot,mcd"
    --backbone "mobilenet-v2-tf:$weights")

# adapt SEED SOURCE TARGET OPTION...: one adaptation, and the accuracies of its candidates.
adapt() {
    local folder="$out/$2-to-${3//[%=]/-}-seed$1"
    [[ -f $folder/tested.json ]] && return
    while (($(jobs -rp | wc -l) >= ${JOBS:-1})); do
        wait -n
    done
    echo "$folder"
    mkdir -p "$out"
    ./dann4j adapt --source "$2" --target "$3" --seed "$1" "${@:4}" --data "$data" --threads 1 --test-afterwards \
        --out "$folder" >"$folder.log" 2>&1 || echo "failed: $folder; see $folder.log" >&2 &
}

for seed in "${seeds[@]}"; do
    adapt "$seed" mnist mnist-m "${images[@]}"
    adapt "$seed" svhn mnist "${images[@]}"
    adapt "$seed" usps mnist "${images[@]}"
    adapt "$seed" mnist svhn "${images[@]}"
    adapt "$seed" syn-signs gtsrb "${images[@]}"
    adapt "$seed" usps mnist%0-4=0.2 "${images[@]}"
    adapt "$seed" mnist usps "${images[@]}"
    adapt "$seed" office31-amazon office31-webcam "${photographs[@]}"
    adapt "$seed" office31-webcam office31-amazon "${photographs[@]}"
    adapt "$seed" office31-dslr office31-amazon "${photographs[@]}"
    adapt "$seed" amazon-books amazon-kitchen "${vectors[@]}"
    adapt "$seed" amazon-kitchen amazon-books "${vectors[@]}"
    adapt "$seed" office-caltech-amazon office-caltech-webcam "${vectors[@]}"
done
wait
