#!/usr/bin/env python3
"""Figures of RGB pictures that need no label: what a generator may be set by hand to. Needs numpy.

    docs/image-statistics.py FILE...     IDX files of pictures 32 x 32, *-images-idx4-ubyte.gz; the first 3,000 of each
"""
import gzip
import struct
import sys

import numpy as np


def pictures(path):
    with gzip.open(path) as file:
        content = file.read()
    shape = struct.unpack(">4I", content[4:20])
    return np.frombuffer(content, np.uint8, offset=20).reshape(shape)[:3000].astype(float)


def row(name, values):
    print("  %-34s" % name, " ".join("%7.2f" % v for v in np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])))


for path in sys.argv[1:]:
    rgb = pictures(path)
    luma = rgb @ [0.299, 0.587, 0.114]
    low, high = np.quantile(luma, [0.02, 0.98], axis=(1, 2))
    slope = np.hypot(luma[:, 1:-1, 2:] - luma[:, 1:-1, :-2], luma[:, 2:, 1:-1] - luma[:, :-2, 1:-1]) / 2
    print(path, "quantiles 5, 25, 50, 75, 95 %")
    row("mean luma", luma.mean((1, 2)))
    row("range of luma, 2 to 98 %", high - low)
    row("max - min of the channels, mean", (rgb.max(3) - rgb.min(3)).mean((1, 2)))
    row("steepest 2 % of edges / range", np.quantile(slope, 0.98, axis=(1, 2)) / (high - low))
    centre = luma[:, 4:28, 8:24].reshape(len(luma), -1)
    centre = centre - centre.mean(1, keepdims=True)
    light = ((centre**3).mean(1) > 0).mean()
    print("  light strokes (skew of the middle > 0): %.2f" % light)
    for axis, name, other in ((2, "rows", (0, 2)), (1, "columns", (0, 1))):
        edges = np.abs(np.diff(luma, axis=axis))
        profile = (edges / edges.mean((1, 2), keepdims=True)).mean(other)
        half = (profile.min() + profile.max()) / 2
        print("  height of the digits, %s with edges above half: %d" % (name, (profile > half).sum()) if axis == 2
              else "  width of the digits, %s with edges above half: %d" % (name, (profile > half).sum()))
