"""Values of ShareEstimatorsTest and ClassWeightsTest, by general minimisers instead of the closed forms of the library.

    python3 label-shift.py
"""
import numpy as np

np.set_printoptions(precision=9)

P = np.array([[0.8, 0.1, 0.1], [0.1, 0.7, 0.2], [0.1, 0.2, 0.7]])
C = P / 3
Q = np.array([0.52, 0.29, 0.19])


def minimise(f, start, allowed=lambda x: x, steps=400_000, seed=0):
    """A random search that narrows as long as it finds nothing better."""
    rng = np.random.default_rng(seed)
    best, value, width = allowed(np.array(start, float)), None, 1.0
    value = f(best)
    since = 0
    for _ in range(steps):
        x = allowed(best + width * rng.normal(size=best.size))
        y = f(x)
        if y < value:
            best, value, since = x, y, 0
        else:
            since += 1
            if since > 40:
                width, since = max(width * 0.8, 1e-13), 0
    return best


def rlls(penalty):
    b = Q - C.sum(1)
    theta = minimise(lambda t: np.linalg.norm(C @ t - b) + penalty * np.linalg.norm(t), [0.5, 0, -0.5])
    shares = np.maximum(0, 1 + theta) / 3
    return shares / shares.sum()


def class_weights(c, q):
    p = c.sum(0)

    def allowed(w):
        w = np.maximum(0, w)
        return w / max(w @ p, 1e-300)

    return minimise(lambda w: ((c @ w - q) ** 2).sum(), [1, 1, 1], allowed)


for penalty in (0.01, 0.2, 0.22, 0.25):
    print("regularized, penalty", penalty, rlls(penalty))
print("class weights, far target:", class_weights(C, np.array([0.95, 0.03, 0.02])))
print("class weights, uneven source:", class_weights(
    np.array([[0.4, 0.02, 0.01], [0.05, 0.2, 0.05], [0.05, 0.08, 0.14]]), np.array([0.3, 0.6, 0.1])))
print("smallest singular value:", np.linalg.svd(P)[1].min())
