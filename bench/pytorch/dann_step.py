#!/usr/bin/env python3
"""The training step that 'dann4j bench' times, in PyTorch, for the option --against.

Prints images per second (source and target together) as its last line. Needs PyTorch 1.13 or later. Computes in float32; times
two memory layouts and prints the faster one.

    dann4j bench --net svhn --against 'python3 bench/pytorch/dann_step.py'
"""

import argparse
import time

import torch
from torch import nn
from torch.nn import functional as F

IMAGES = 10_000
SIDES = {"mnist": 28, "svhn": 32, "gtsrb": 40, "bottleneck": 32}


class Reversal(torch.autograd.Function):
    """R_lambda of Ganin et al. 2016: the identity with gradient -lambda."""

    @staticmethod
    def forward(ctx, x, lam):
        ctx.lam = lam
        return x.view_as(x)

    @staticmethod
    def backward(ctx, gradient):
        return -ctx.lam * gradient, None


def networks(name):
    """Returns the feature extractor, the label predictor and the domain classifier: the same layers as io.github.dann4j.model.Networks."""
    relu, conv, pool, linear = nn.ReLU, nn.Conv2d, nn.MaxPool2d, nn.Linear
    if name == "mnist":
        return (
            nn.Sequential(conv(3, 32, 5), relu(), pool(2), conv(32, 48, 5), relu(), pool(2), nn.Flatten()),
            nn.Sequential(linear(768, 100), relu(), linear(100, 100), relu(), linear(100, 10)),
            nn.Sequential(linear(768, 100), relu(), linear(100, 1)),
        )
    if name == "svhn":
        return (
            nn.Sequential(
                conv(3, 64, 5, padding=2), relu(), pool(3, 2),
                conv(64, 64, 5, padding=2), relu(), pool(3, 2),
                conv(64, 128, 5, padding=2), relu(), nn.Flatten(),
            ),
            nn.Sequential(
                linear(6272, 3072), relu(), nn.Dropout(0.5), linear(3072, 2048), relu(), nn.Dropout(0.5), linear(2048, 10)
            ),
            nn.Sequential(
                linear(6272, 1024), relu(), nn.Dropout(0.5), linear(1024, 1024), relu(), nn.Dropout(0.5), linear(1024, 1)
            ),
        )
    if name == "gtsrb":
        return (
            nn.Sequential(
                conv(3, 96, 5), relu(), pool(2), conv(96, 144, 3), relu(), pool(2), conv(144, 256, 5), relu(), pool(2),
                nn.Flatten(),
            ),
            nn.Sequential(linear(1024, 512), relu(), linear(512, 43)),
            nn.Sequential(linear(1024, 1024), relu(), linear(1024, 1024), relu(), linear(1024, 1)),
        )
    return (
        nn.Sequential(
            conv(3, 32, 5, padding=2), nn.BatchNorm2d(32), pool(2), relu(),
            conv(32, 64, 5, padding=2), nn.BatchNorm2d(64), pool(2), relu(),
            conv(64, 128, 3, padding=1), nn.BatchNorm2d(128), pool(2), relu(),
            nn.Dropout2d(0.2), nn.Flatten(), linear(2048, 256), nn.BatchNorm1d(256), relu(),
        ),
        nn.Sequential(nn.Dropout(0.5), linear(256, 10)),
        nn.Sequential(linear(256, 256), relu(), linear(256, 256), relu(), linear(256, 1)),
    )


def bound_norms(parts, bound=4.0):
    """The max-norm constraint of the paper's SVHN net (Srivastava et al. 2014)."""
    with torch.no_grad():
        for part in parts:
            for layer in part:
                if isinstance(layer, (nn.Conv2d, nn.Linear)):
                    weight = layer.weight
                    norms = weight.flatten(1).norm(dim=1).clamp_min(1e-12)
                    weight.mul_((bound / norms).clamp_max(1).reshape(-1, *[1] * (weight.dim() - 1)))


class Training:
    def __init__(self, net, method, batch, layout):
        side = SIDES[net]
        self.net, self.method, self.batch, self.layout = net, method, batch, layout
        self.sets = [torch.randint(0, 256, (IMAGES, 3, side, side), dtype=torch.uint8) for _ in range(2)]
        self.features, self.labels, self.domains = (part.to(memory_format=layout) for part in networks(net))
        self.classes = torch.randint(0, self.labels[-1].out_features, (IMAGES,))
        parts = [self.features, self.labels] + ([self.domains] if method == "dann" else [])
        parameters = [p for part in parts for p in part.parameters()]
        if net == "bottleneck":
            self.optimizer = torch.optim.Adam(parameters, lr=1e-6, betas=(0.5, 0.999))
        else:
            self.optimizer = torch.optim.SGD(parameters, lr=1e-6, momentum=0.9)

    def images(self, domain):
        index = torch.randint(0, IMAGES, (self.batch,))
        pixels = self.sets[domain][index].float().div_(127.5).sub_(1)
        return pixels.contiguous(memory_format=self.layout), index

    def step(self):
        source, index = self.images(0)
        features = self.features(source)
        loss = F.cross_entropy(self.labels(features), self.classes[index])
        if self.method == "dann":
            target, _ = self.images(1)
            from_source = self.domains(Reversal.apply(features, 0.5)).squeeze(1)
            from_target = self.domains(Reversal.apply(self.features(target), 0.5)).squeeze(1)
            loss = loss + F.binary_cross_entropy_with_logits(from_source, torch.zeros(self.batch))
            loss = loss + F.binary_cross_entropy_with_logits(from_target, torch.ones(self.batch))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        if self.net == "svhn":
            bound_norms([self.features, self.labels, self.domains])
        return loss.item()

    def images_per_second(self, seconds):
        for _ in range(2):
            self.step()
        steps, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds or steps < 2:
            self.step()
            steps += 1
        domains = 2 if self.method == "dann" else 1
        return steps * domains * self.batch / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--net", choices=sorted(SIDES), default="svhn")
    parser.add_argument("--method", choices=["source-only", "dann"], default="dann")
    parser.add_argument("--batch", type=int, default=64, help="images of each domain")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seconds", type=float, default=2.0)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    layouts = (torch.contiguous_format, torch.channels_last)
    rates = [Training(args.net, args.method, args.batch, layout).images_per_second(args.seconds) for layout in layouts]
    print(f"{max(rates):.1f}")


if __name__ == "__main__":
    main()
