"""Values of ValidatorsTest, DomainRatioTest and PoolValidatorTest for validators with a domain classifier, mixed examples,
random points or several models, by numpy from the definitions.

    python3 validators.py
"""
import math

import numpy as np

M, N, D, K = 30, 40, 3, 3
FS = np.array([[math.sin(1 + i * (c + 1)) for c in range(D)] for i in range(M)])
FT = np.array([[math.sin(2 + 0.7 * i * (c + 1)) + (0.8 if c == 0 else 0) for c in range(D)] for i in range(N)])
LABELS = np.array([i * i % 3 for i in range(M)])
W = np.array([[math.cos(3 * k + c) for c in range(D)] for k in range(K)])


def source_logits(shift):
    return np.array([[2 * math.cos(i * (k + 1) + shift) + (2.5 if LABELS[i] == k else 0) for k in range(K)]
                     for i in range(M)])


def target_logits(shift):
    return np.array([[2 * math.cos(1 + 0.5 * i * (k + 2) + shift) for k in range(K)] for i in range(N)])


LS, LT = source_logits(0), target_logits(0)


def rows(x):
    return x[sorted(range(len(x)), key=lambda i: tuple(x[i]))]


def ratio(fs, ft):
    s, t = rows(fs), rows(ft)
    both = np.vstack([s, t])
    mean, sd = both.mean(0), both.std(0)

    def inputs(x):
        return np.hstack([(x - mean) / sd, np.ones((len(x), 1))])

    x, y = inputs(both), np.array([1] * len(s) + [0] * len(t))
    held = np.array([i % 5 == 4 for i in range(len(s))] + [i % 5 == 4 for i in range(len(t))])
    best = None
    for decay in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5):
        w = np.zeros(x.shape[1])
        for _ in range(100):  # Newton
            p = 1 / (1 + np.exp(-x[~held] @ w))
            g = x[~held].T @ (p - y[~held]) / (~held).sum() + decay * w
            h = (x[~held].T * (p * (1 - p))) @ x[~held] / (~held).sum() + decay * np.eye(x.shape[1])
            w -= np.linalg.solve(h, g)
        correct = ((x[held] @ w > 0) == (y[held] == 1)).sum()
        print("  decay", decay, "held-out correct", correct, "of", held.sum())
        if best is None or correct > best[0]:
            best = correct, w
    z = inputs(fs) @ best[1]
    return (~held)[:len(s)].sum() / (~held)[len(s):].sum() * np.exp(-z)


few = ratio(np.array([[0.025 * i] for i in range(40)]), np.array([[0.9 + 0.05 * i] for i in range(5)]))
print("ratios, few target rows", repr(few[[0, 20, 39]]))
w = ratio(FS, FT)
loss = (LS.argmax(1) != LABELS).astype(float)
eta = -np.cov(w * loss, w)[0, 1] / np.var(w, ddof=1)
print("ratios", repr(w[:3]), "sum", w.sum())
print("iwv", (w * loss).mean())
print("dev", (w * loss).mean() + eta * w.mean() - eta)
v = w / w.max()
v = v - v.mean() + 1
print("devn", (v * loss).mean())


class Random:
    """The generator of java.util.Random."""

    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & (1 << 48) - 1

    def next(self, bits):
        self.state = (self.state * 0x5DEECE66D + 0xB) & (1 << 48) - 1
        return self.state >> 48 - bits

    def double(self):
        return ((self.next(26) << 27) + self.next(27)) * 2.0 ** -53


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def hopkins(features):
    f, random, u, o = rows(features), Random(0), 0.0, 0.0
    low, high = f.min(0), f.max(0)
    for k in range(50):
        point = np.array([low[c] + random.double() * (high[c] - low[c]) for c in range(f.shape[1])])
        u += np.linalg.norm(f - point, axis=1).min()
        i = k * len(f) // 50
        o += np.linalg.norm(np.delete(f, i, 0) - f[i], axis=1).min()
    return u / (u + o)


def transfer(features, logits, weights):
    p = softmax(logits)
    mean = p.mean(0)
    information = -(mean * np.log(mean)).sum() + (p * np.log(p)).sum(1).mean()
    value = hopkins(features) + information / math.log(p.shape[1])
    if weights is not None:
        k = len(weights)
        unit = weights / np.linalg.norm(weights, axis=1, keepdims=True)
        angles = np.arccos((unit @ unit.T)[np.triu_indices(k, 1)])
        value -= ((angles - math.acos(-1 / (k - 1))) ** 2).mean()
    return value


print("transfer", transfer(FT, LT, W), "hopkins", hopkins(FT))
print("transfer, small case", transfer(
    np.array([[0, 0.5], [0.2, 0], [4, 4], [4.5, 4], [0, 5], [0.3, 5.5]]),
    np.array([[1, 0, 0], [2, 1, 0], [0, 3, 1], [0, 1, 1.5], [0, 0, 2], [1, 0, 4]]), None))
print("transfer, one class", hopkins(np.array([[0, 0], [0, 1], [9, 9], [9, 8]])))


def mixval():
    classes, shares = LT.argmax(1), []
    mixed = lambda a, b: np.array([2 * math.cos(3 + a * (k + 1) + 0.3 * b) for k in range(K)])
    for same in (True, False):
        held = []
        for a in range(N):
            b = next(j % N for j in range(a + 1, a + N) if (classes[j % N] == classes[a]) == same)
            held.append(mixed(a, b).argmax() == classes[a])
        shares.append(np.mean(held))
    print("mixval shares", shares)
    return np.mean(shares)


print("mixval", mixval())


def below(x):
    return 0.5 * math.erfc(-x / math.sqrt(2))


def quantile(share, count):
    share = min(max(share, 0.5 / count), 1 - 0.5 / count)
    low, high = -40.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < share else (low, middle)
    return low


def line():
    shifts = (0, 0.4, 0.9, 1.7)
    s = [source_logits(x).argmax(1) for x in shifts]
    t = [target_logits(x).argmax(1) for x in shifts]
    pairs = [(i, j) for i in range(4) for j in range(i)]
    x = [quantile((s[i] == s[j]).mean(), M) for i, j in pairs]
    y = [quantile((t[i] == t[j]).mean(), N) for i, j in pairs]
    slope, intercept = np.polyfit(x, y, 1)
    together = sum(softmax(target_logits(x)) for x in shifts).argmax(1)
    print("ensv", [(one == together).mean() for one in t])
    return [below(intercept + slope * quantile((one == LABELS).mean(), M)) for one in s]


print("agreement-line", line())
print("normal", below(1.0), below(-2.5), quantile(0.975, 10**9))
