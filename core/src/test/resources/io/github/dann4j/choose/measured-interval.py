"""The exact intervals of MeasuredTest, by bisection over sums of fractions: no float enters a sum."""
from fractions import Fraction
from math import comb

TAIL = Fraction(1, 40)


def tail(numbers, of, share):
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in numbers)


def bisect(is_low):
    low, high = 0, 1 << 26
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_low(Fraction(middle, 1 << 26)) else (low, middle)
    return low / (1 << 26)


for right, of in [(83, 100), (1, 10), (0, 20), (20, 20), (950, 1000)]:
    low = 0 if right == 0 else bisect(lambda p: tail(range(right, of + 1), of, p) < TAIL)
    high = 1 if right == of else bisect(lambda p: tail(range(right + 1), of, p) > TAIL)
    print(right, of, "%.6f" % low, "%.6f" % high)
