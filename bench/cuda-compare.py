#!/usr/bin/env python3
"""Compares the learning curves of two results.json files, update by update, and prints the largest difference.

    bench/cuda-compare.py results-cpu.json results-cuda.json

A difference is relative to 1 + the value. Exits with 1 if one exceeds 1e-3.
"""

import json
import math
import sys

LIMIT = 1e-3
LOSSES = ("labelLoss", "domainLoss", "lambda", "label-loss", "domain-loss")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    first, second = (json.load(open(name)) for name in sys.argv[1:])
    worst = 0.0
    for a, b in zip(first["runs"], second["runs"]):
        largest, compared = 0.0, 0
        for p, q in zip(a["curve"], b["curve"]):
            for name, value in p.items():
                other = q.get(name)
                if isinstance(value, float) and isinstance(other, float) and "ccuracy" not in name:
                    if math.isfinite(value) and math.isfinite(other):
                        largest = max(largest, abs(value - other) / (1 + abs(value)))
                        compared += 1
        print(f"{a['method']}: {compared} values of {len(a['curve'])} points, largest difference {largest:.2e}")
        worst = max(worst, largest)
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
