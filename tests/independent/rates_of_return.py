"""Internal rates of return by walking along the curve and halving wherever it crosses zero."""

import math

# Growth factors 1 + r from 10⁻⁹ to 10⁹; neighbours differ by 2 %.
STEP = math.log(1.02)
WALK = [math.exp(STEP * i) for i in range(int(math.log(1e-9) / STEP), int(math.log(1e9) / STEP) + 1)]
TOUCH = 1e-12


def worth(net: list[float], growth: float) -> float:
    """Worth of the flows with growth factor 1 + r, at the first or the last year: only its sign counts."""
    total = 0.0
    if growth >= 1.0:
        for amount in reversed(net):
            total = total / growth + amount
    else:
        for amount in net:
            total = total * growth + amount
    return total


def halve(net: list[float], low: float, high: float) -> float:
    """The crossing between two growth factors of opposite sign."""
    rising = worth(net, high) > 0
    for _ in range(200):
        middle = math.sqrt(low * high)
        if (worth(net, middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return math.sqrt(low * high) - 1.0


def deepest(net: list[float], sign: float, low: float, high: float) -> float:
    """Where a curve that lies on one side of zero comes nearest to it, or beyond, by thirds."""
    for _ in range(200):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if sign * worth(net, a) < sign * worth(net, b):
            high = b
        else:
            low = a
    return (low + high) / 2


def bend(net: list[float], low: float, middle: float, high: float) -> list[float]:
    """Roots in a stretch where the curve comes near zero and turns back: two, one touching, or none."""
    sign = math.copysign(1.0, worth(net, middle))
    bottom = deepest(net, sign, low, high)
    depth = sign * worth(net, bottom)
    if abs(depth) <= TOUCH * sum(abs(amount) for amount in net):
        return [bottom - 1.0]
    if depth < 0:
        return [halve(net, low, bottom), halve(net, bottom, high)]
    return []


def rates_of_return(net: list[float]) -> list[float]:
    """All r > −1 at which the flows are worth zero, lowest first; no flows: none."""
    flows = list(net)
    while flows and flows[0] == 0.0:
        flows.pop(0)
    while flows and flows[-1] == 0.0:
        flows.pop()
    if all(a >= 0 for a in flows) or all(a <= 0 for a in flows):
        return []
    least = TOUCH * sum(abs(amount) for amount in flows)
    values = [tidy(worth(flows, growth), least) for growth in WALK]
    roots = []
    for i in range(len(WALK) - 1):
        if values[i] == 0.0:
            roots.append(WALK[i] - 1.0)
        elif values[i + 1] != 0.0 and (values[i] > 0) != (values[i + 1] > 0):
            roots.append(halve(flows, WALK[i], WALK[i + 1]))
        elif i > 0 and _turns_back(values[i - 1 : i + 2]):
            roots += bend(flows, WALK[i - 1], WALK[i], WALK[i + 1])
    return roots


def tidy(value: float, least: float) -> float:
    """Zero where only rounding is left."""
    return 0.0 if abs(value) <= least else value


def _turns_back(three: list[float]) -> bool:
    """Same sign throughout, nearest to zero in the middle."""
    left, middle, right = three
    same = left > 0 and middle > 0 and right > 0 or left < 0 and middle < 0 and right < 0
    return same and abs(middle) <= abs(left) and abs(middle) < abs(right)
