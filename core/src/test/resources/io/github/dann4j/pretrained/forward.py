"""Writes forward.txt, the features of networks with weights by formula, computed by PyTorch alone.

    python3 forward.py > forward.txt

The networks are written out here, apart from the project's code, after torchvision's definitions: names of modules,
strides and paddings. ForwardTest makes the same weights and compares. Checked with PyTorch 1.13 and NumPy 1.24.
"""
import numpy as np
import torch
from torch import nn

MASK = 0xFFFFFFFF


def noise(tensor, count):
    """Values in [-0.5, 0.5): a hash of the number of the tensor and the index."""
    k = np.arange(count, dtype=np.uint64)
    h = (k * np.uint64(2654435761) + np.uint64(tensor * 40503 + 1)) & np.uint64(MASK)
    for _ in range(2):
        h ^= h >> np.uint64(16)
        h = (h * np.uint64(0x45D9F3B)) & np.uint64(MASK)
    h ^= h >> np.uint64(16)
    return h.astype(np.float64) / 2.0**32 - 0.5


def fill(net):
    """Tensors in order of their names; the classifier and counters are left out."""
    state = net.state_dict()
    for number, name in enumerate(sorted(n for n in state if not n.endswith("num_batches_tracked"))):
        tensor = state[name]
        values = noise(number, tensor.numel())
        if tensor.dim() == 4:
            values *= 3.0 / np.sqrt(tensor.numel() / tensor.shape[0])
        elif name.endswith("running_var"):
            values = 1 + values
        elif name.endswith("weight"):
            values = 1 + 0.4 * values
        else:
            values *= 0.4
        tensor.copy_(torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape))


class Basic(nn.Module):
    expansion = 1

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        if stride != 1 or inputs != width:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        if stride != 1 or inputs != 4 * width:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width))

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(torch.relu(self.bn2(self.conv2(y)))))
        return torch.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class ResNet(nn.Module):
    def __init__(self, block, counts):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inputs = 64
        for stage, count in enumerate(counts):
            blocks = []
            for number in range(count):
                blocks.append(block(inputs, 64 << stage, 2 if stage > 0 and number == 0 else 1))
                inputs = block.expansion * (64 << stage)
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        return x.mean((2, 3))


def convolution(inputs, outputs, kernel, stride, groups):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU6())


class Inverted(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        first = [convolution(inputs, hidden, 1, 1, 1)] if expansion > 1 else []
        self.conv = nn.Sequential(
            *first,
            convolution(hidden, hidden, 3, stride, hidden),
            nn.Conv2d(hidden, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs))
        self.sum = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.conv(x) if self.sum else self.conv(x)


class MobileNetV2(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [convolution(3, 32, 3, 2, 1)]
        inputs = 32
        for expansion, outputs, count, stride in [
                (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
            for number in range(count):
                layers.append(Inverted(inputs, outputs, stride if number == 0 else 1, expansion))
                inputs = outputs
        layers.append(convolution(320, 1280, 1, 1, 1))
        self.features = nn.Sequential(*layers)

    def forward(self, x):
        return self.features(x).mean((2, 3))


class Fire(nn.Module):
    def __init__(self, inputs, squeezed, expanded):
        super().__init__()
        self.squeeze1x1 = nn.Conv2d(inputs, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x):
        x = torch.relu(self.squeeze1x1(x))
        return torch.cat([torch.relu(self.expand1x1(x)), torch.relu(self.expand3x3(x))], 1)


class SqueezeNet(nn.Module):
    def __init__(self):
        super().__init__()
        pool = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 3, 2), nn.ReLU(), pool, Fire(64, 16, 64), Fire(128, 16, 64), pool, Fire(128, 32, 128),
            Fire(256, 32, 128), pool, Fire(256, 48, 192), Fire(384, 48, 192), Fire(384, 64, 256), Fire(512, 64, 256))

    def forward(self, x):
        return self.features(x).mean((2, 3))


def main():
    nets = {
        "mobilenet-v2": MobileNetV2(),
        "resnet18": ResNet(Basic, [2, 2, 2, 2]),
        "resnet50": ResNet(Bottleneck, [3, 4, 6, 3]),
        "squeezenet": SqueezeNet(),
    }
    image = torch.sin(0.01 * torch.arange(3 * 224 * 224, dtype=torch.float64)).float().reshape(1, 3, 224, 224)
    with torch.no_grad():
        for name, net in nets.items():
            fill(net)
            features = net.eval()(image)[0].double()
            print(name, len(features), "%.6g" % features.sum(), *["%.6g" % value for value in features[:24]])


main()
