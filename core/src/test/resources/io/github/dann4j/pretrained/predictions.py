"""Compares the output of 'dann4j predict RUN FILE...' with a forward pass in plain PyTorch, of the same files.

    python3 predictions.py PREDICTED.csv model RUN/model.safetensors WEIGHTS.safetensors
    python3 predictions.py PREDICTED.csv script RUN/model.pt

'model' computes everything here: the way of a photograph to the input as the Javadoc of ImageTransform describes it,
MobileNetV2 as TensorFlow pads it, with its batch norms already in its convolutions, the adapted layers of the network
'adapter' with the target's batch statistics, and the softmax. 'script' runs the exported TorchScript archive. Files are
decoded by Pillow. Checked with PyTorch 1.13, NumPy 1.24 and Pillow 9.4.
"""
import csv
import json
import struct
import sys

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F


def tensors(path):
    """The tensors and the texts of a file in the format safetensors."""
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    texts = header.pop("__metadata__", {})
    result = {}
    for name, entry in header.items():
        if entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            values = np.frombuffer(data[8 + length + start:8 + length + end], "<f4").copy()
            result[name] = torch.from_numpy(values).reshape(entry["shape"])
    return result, texts


def taps(length, side):
    """[side, length]: the weights of a linear filter that widens when the image shrinks."""
    scale = length / side
    stretch = max(1.0, scale)
    weights = np.zeros((side, length), np.float32)
    if length == side:
        return np.eye(side, dtype=np.float32)
    for out in range(side):
        centre = (out + 0.5) * scale
        w = np.maximum(0, 1 - np.abs((np.arange(length) + 0.5 - centre) / stretch))
        weights[out] = w / w.sum()
    return weights


def pixels(path, size=224, resize=256):
    """uint8 [size, size, 3]: the shorter side resized, a square cut out of the middle."""
    image = np.asarray(Image.open(path).convert("RGB"), dtype=np.float32)
    height, width = image.shape[:2]
    shorter = min(height, width)
    across = resize if width == shorter else resize * width // shorter
    down = resize if height == shorter else resize * height // shorter
    left, top = round((across - size) / 2), round((down - size) / 2)
    narrow = np.einsum("xw,hwc->hxc", taps(width, across)[left:left + size], image)
    small = np.einsum("yh,hxc->yxc", taps(height, down)[top:top + size], narrow)
    return np.clip(np.floor(small + 0.5), 0, 255).astype(np.uint8)


def convolved(x, weights, name, stride=1, groups=1):
    weight = weights[name + ".weight"]
    if weight.shape[2] == 3:
        x = F.pad(x, (0, 1, 0, 1) if stride == 2 else (1, 1, 1, 1))
    return F.conv2d(x, weight, weights[name + ".bias"], stride, 0, 1, groups)


def features(x, weights):
    """MobileNetV2 without its classifier: [n, 1280]."""
    x = F.relu6(convolved(x, weights, "features.0.0", 2))
    number = 1
    for expansion, outputs, count, first in [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
        for repeat in range(count):
            stride = first if repeat == 0 else 1
            name = f"features.{number}.conv."
            y, place = x, 0
            if expansion > 1:
                y, place = F.relu6(convolved(y, weights, name + "0.0")), 1
            y = F.relu6(convolved(y, weights, f"{name}{place}.0", stride, y.shape[1]))
            y = convolved(y, weights, f"{name}{place + 1}")
            x = x + y if stride == 1 and x.shape[1] == outputs else y
            number += 1
    return F.relu6(convolved(x, weights, "features.18.0")).mean((2, 3))


def probabilities(photographs, model_file, weight_file):
    """From uint8 [n, 224, 224, 3] to probabilities [n, classes], and the names of the classes."""
    weights, _ = tensors(weight_file)
    model, texts = tensors(model_file)
    card = json.loads(texts["dann4j"])
    x = features(photographs.permute(0, 3, 1, 2).float() / 127.5 - 1, weights)
    mean, sd = (torch.tensor(card["normalisation"][key], dtype=torch.float32) for key in ("mean", "sd"))
    x = F.linear((x - mean) / sd, model["features.0.weight"], model["features.0.bias"])
    x = F.batch_norm(
        x, model["features.1.running_mean.target"], model["features.1.running_var.target"],
        model["features.1.weight"], model["features.1.bias"])
    x = F.linear(torch.relu(x), model["labels.1.weight"], model["labels.1.bias"])
    return torch.softmax(x, 1), card["classNames"]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    photographs = torch.from_numpy(np.stack([pixels(row["image"]) for row in rows]))
    with torch.no_grad():
        if sys.argv[2] == "script":
            names = {"dann4j.json": ""}
            script = torch.jit.load(sys.argv[3], _extra_files=names)
            texts = json.loads(names["dann4j.json"])
            classes = texts["classes"]
            classes = json.loads(classes) if isinstance(classes, str) else classes
            found = torch.cat([script(some) for some in photographs.split(20)])
        else:
            parts = [probabilities(some, sys.argv[3], sys.argv[4]) for some in photographs.split(20)]
            found, classes = torch.cat([part for part, _ in parts]), parts[0][1]
    same, furthest = 0, 0.0
    for row, values in zip(rows, found):
        best = int(values.argmax())
        if classes[best] == row["class"]:
            same += 1
        else:
            print(f"{row['image']}: {row['class']} {row['probability']}, here {classes[best]} {values[best]:.4f}")
        furthest = max(furthest, abs(float(values[classes.index(row["class"])]) - float(row["probability"])))
    print(f"{same} of {len(rows)} with the same class; probabilities differ by at most {furthest:.5f}")


main()
