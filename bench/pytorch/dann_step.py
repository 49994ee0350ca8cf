#!/usr/bin/env python3
"""The training step that 'dann4j bench' times, in PyTorch, for the option --against.

Prints images per second (source and target together) as its last line. Needs PyTorch 1.13 or later. Computes in float32, or
with --autocast in bfloat16; times two memory layouts and prints the faster one.

    dann4j bench --net svhn --against 'python3 bench/pytorch/dann_step.py'

On a GPU (--device cuda) the datasets are there, the optimizers are fused, and cuDNN times its algorithms. With --compile,
torch.compile compiles the passes and the losses.
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


def fused(device):
    """One operation updates all parameters."""
    return {"fused": True} if device == "cuda" else {}


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
    def __init__(self, net, method, batch, layout, args):
        side, device = SIDES[net], args.device
        self.net, self.method, self.batch, self.layout = net, method, batch, layout
        self.device, self.autocast = device, args.autocast
        self.sets = [torch.randint(0, 256, (IMAGES, 3, side, side), dtype=torch.uint8).to(device) for _ in range(2)]
        self.features, self.labels, self.domains = (part.to(device, memory_format=layout) for part in networks(net))
        self.classes = torch.randint(0, self.labels[-1].out_features, (IMAGES,)).to(device)
        self.zeros, self.ones = torch.zeros(batch, device=device), torch.ones(batch, device=device)
        self.loss = torch.compile(self.losses, mode=args.compile) if args.compile else self.losses
        parts = [self.features, self.labels] + ([self.domains] if method == "dann" else [])
        parameters = [p for part in parts for p in part.parameters()]
        if net == "bottleneck":
            self.optimizer = torch.optim.Adam(parameters, lr=1e-6, betas=(0.5, 0.999), **fused(device))
        else:
            self.optimizer = torch.optim.SGD(parameters, lr=1e-6, momentum=0.9, **fused(device))

    def images(self, domain):
        index = torch.randint(0, IMAGES, (self.batch,)).to(self.device)
        pixels = self.sets[domain][index].float().div_(127.5).sub_(1)
        return pixels.contiguous(memory_format=self.layout), index

    def losses(self, source, classes, target):
        with torch.autocast(self.device, torch.bfloat16, enabled=self.autocast):
            features = self.features(source)
            labels = self.labels(features)
            if target is not None:
                from_source = self.domains(Reversal.apply(features, 0.5)).squeeze(1)
                from_target = self.domains(Reversal.apply(self.features(target), 0.5)).squeeze(1)
        loss = F.cross_entropy(labels.float(), classes)
        if target is not None:
            loss = loss + F.binary_cross_entropy_with_logits(from_source.float(), self.zeros)
            loss = loss + F.binary_cross_entropy_with_logits(from_target.float(), self.ones)
        return loss

    def step(self):
        source, index = self.images(0)
        target = self.images(1)[0] if self.method == "dann" else None
        loss = self.loss(source, self.classes[index], target)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        if self.net == "svhn":
            bound_norms([self.features, self.labels, self.domains])
        return loss.item()

    def images_per_second(self, seconds):
        for _ in range(2 if self.device == "cpu" else 20):
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
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--autocast", action="store_true", help="compute in bfloat16 where autocast does")
    parser.add_argument("--compile", metavar="MODE", help="mode of torch.compile, such as default")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.backends.cudnn.benchmark = True
    layouts = (torch.contiguous_format, torch.channels_last)
    rates = [
        Training(args.net, args.method, args.batch, layout, args).images_per_second(args.seconds) for layout in layouts
    ]
    print(f"{max(rates):.1f}")


if __name__ == "__main__":
    main()
