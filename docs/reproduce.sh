#!/usr/bin/env bash
# Runs those trainings of docs/EXPERIMENTS.md that take hours, one thread each, and leaves out those that are done.
#
#   docs/reproduce.sh dann DIR OUT [SEED...]         every pair with preset dann; seeds 0 1 2
#   docs/reproduce.sh best DIR OUT [SEED...]         every pair with preset best and its method, dann-pl; seeds 0 1 2
#   docs/reproduce.sh robustness DIR OUT [SEED...]   half and twice lambda, half and twice the batch; preset quick, seed 10
#   docs/reproduce.sh robustness-dann DIR OUT [SEED...]   the same with preset dann, on the pairs that lose with quick; seed 10
#   docs/reproduce.sh seeds DIR OUT [SEED...]        preset quick as it is, seeds 0 to 4
#   docs/reproduce.sh unbalanced DIR OUT [SEED...]   half of the target's classes at a fifth; preset quick, seed 10
#   docs/reproduce.sh failures DIR OUT [SEED...]     where failures of other recipes, and the current one, put the classes; seed 10
#
# DIR is the folder with the public datasets, OUT where the results go: OUT/NAME-seedN/results.json, of failures OUT/NAME-seedN.json.
# With JOBS=2 two run at a time; more than there are cores only slows all of them down.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
    sed -n '2,14s/^# \{0,1\}//p' "docs/reproduce.sh" >&2
    exit 2
}

[[ $# -ge 3 ]] || usage
study=$1 data=$2 out=$3
shift 3
[[ -d $data ]] || {
    echo "docs/reproduce.sh: $data: no such folder" >&2
    exit 1
}
seeds=("$@")
./dann4j --version >/dev/null # built once, before several start

dann=(--preset dann)
quick=(--preset quick)
as_drawn=(--recipe docs/recipes/lifted-as-drawn.json --steps 1000)
compact=(--recipe docs/recipes/compact-geo.json --steps 1000)
pairs=("mnist mnist-m" "mnist usps" "usps mnist" "svhn mnist" "syn-numbers svhn" "syn-signs gtsrb" "mnist svhn")
hard=("mnist usps" "svhn mnist" "syn-numbers svhn" "mnist mnist-m" "syn-signs gtsrb" "printed textured")
methods=source-only,adabn,dann

# train NAME SEED OPTION...: one comparison, unless its results are there.
train() {
    local folder=$out/$1-seed$2
    [[ -f $folder/results.json ]] && return
    while (($(jobs -rp | wc -l) >= ${JOBS:-1})); do
        wait -n
    done
    echo "$folder"
    mkdir -p "$folder"
    ./dann4j compare --data "$data" --seeds "$2" --threads 1 --out "$folder" "${@:3}" >"$folder.log" 2>&1 ||
        echo "failed: $folder; see $folder.log" >&2 &
}

# look NAME SEED TARGET OPTION...: one training of one method, and where its network puts the target's classes.
look() {
    local folder=$out/$1-seed$2
    [[ -f $folder.json ]] && return
    while (($(jobs -rp | wc -l) >= ${JOBS:-1})); do
        wait -n
    done
    echo "$folder"
    mkdir -p "$folder"
    {
        ./dann4j train --data "$data" --seed "$2" --threads 1 --out "$folder" --target "$3" "${@:4}" >"$folder.log" 2>&1 &&
            place "$folder" "$3" "$folder.json" 2>>"$folder.log"
    } || echo "failed: $folder; see $folder.log" >&2 &
}

# place FOLDER TARGET FILE: where the network of a training puts the classes of a target.
place() {
    ./dann4j evaluate "$1" --on "$2" --features --json --data "$data" --threads 1 >"$3.part" && mv "$3.part" "$3"
}

case $study in
dann)
    ((${#seeds[@]})) || seeds=(0 1 2)
    for seed in "${seeds[@]}"; do
        for pair in "${pairs[@]}"; do
            read -r source target <<<"$pair"
            train "$source-to-$target" "$seed" "${dann[@]}" --source "$source" --target "$target" --methods "$methods"
        done
    done
    ;;
best)
    ((${#seeds[@]})) || seeds=(0 1 2)
    for seed in "${seeds[@]}"; do
        for pair in "${pairs[@]}"; do
            read -r source target <<<"$pair"
            train "$source-to-$target" "$seed" --preset best --source "$source" --target "$target" --methods dann-pl
        done
    done
    ;;
robustness)
    ((${#seeds[@]})) || seeds=(10)
    for seed in "${seeds[@]}"; do
        for pair in "${hard[@]}"; do
            read -r source target <<<"$pair"
            name=$source-to-$target
            options=("${quick[@]}" --source "$source" --target "$target")
            train "$name-as-it-is" "$seed" "${options[@]}" --methods "$methods"
            train "$name-lambda-half" "$seed" "${options[@]}" --methods dann --lambda 0.5
            train "$name-lambda-twice" "$seed" "${options[@]}" --methods dann --lambda 2
            train "$name-batch-32" "$seed" "${options[@]}" --methods "$methods" --batch 32
            train "$name-batch-128" "$seed" "${options[@]}" --methods "$methods" --batch 128
        done
    done
    ;;
robustness-dann)
    ((${#seeds[@]})) || seeds=(10)
    for seed in "${seeds[@]}"; do
        for pair in "syn-signs gtsrb" "syn-numbers svhn"; do
            read -r source target <<<"$pair"
            name=dann-$source-to-$target
            options=("${dann[@]}" --source "$source" --target "$target")
            train "$name-as-it-is" "$seed" "${options[@]}" --methods "$methods"
            train "$name-lambda-half" "$seed" "${options[@]}" --methods dann --lambda 0.5
            train "$name-lambda-twice" "$seed" "${options[@]}" --methods dann --lambda 2
            train "$name-batch-32" "$seed" "${options[@]}" --methods "$methods" --batch 32
            train "$name-batch-128" "$seed" "${options[@]}" --methods "$methods" --batch 128
        done
    done
    ;;
seeds)
    ((${#seeds[@]})) || seeds=(0 1 2 3 4)
    for seed in "${seeds[@]}"; do
        for pair in "${hard[@]}"; do
            read -r source target <<<"$pair"
            train "$source-to-$target-as-it-is" "$seed" "${quick[@]}" --source "$source" --target "$target" --methods "$methods"
        done
    done
    ;;
unbalanced)
    ((${#seeds[@]})) || seeds=(10)
    for seed in "${seeds[@]}"; do
        for pair in "mnist mnist-m" "mnist usps" "usps mnist" "svhn mnist"; do
            read -r source target <<<"$pair"
            for half in 0-4 5-9; do
                options=(--source "$source" --target "$target%$half=0.2")
                train "$source-to-$target-$half" "$seed" "${quick[@]}" "${options[@]}" --methods "$methods"
                train "$source-to-$target-$half-as-drawn" "$seed" "${as_drawn[@]}" "${options[@]}" --methods dann
            done
        done
    done
    ;;
failures)
    ((${#seeds[@]})) || seeds=(10)
    for seed in "${seeds[@]}"; do
        for method in source-only dann; do
            options=(usps --source mnist --method "$method")
            look "mnist-to-usps-compact-geo-$method" "$seed" "${options[@]}" "${compact[@]}"
            look "mnist-to-usps-quick-$method" "$seed" "${options[@]}" "${quick[@]}"
        done
        options=("usps%0-4=0.2" --source mnist --method dann)
        look mnist-to-usps-0-4-as-drawn-dann "$seed" "${options[@]}" "${as_drawn[@]}"
        look mnist-to-usps-0-4-quick-dann "$seed" "${options[@]}" "${quick[@]}"
        wait
        # Source only does not look at the target: the same network, tested on the thinned one.
        name=mnist-to-usps-0-4-quick-source-only-seed$seed
        place "$out/mnist-to-usps-quick-source-only-seed$seed" "usps%0-4=0.2" "$out/$name.json"
    done
    ;;
*)
    usage
    ;;
esac
wait
