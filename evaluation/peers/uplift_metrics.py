#!/usr/bin/env python3
"""Golden numbers for UpliftCurveTest: Qini and AUUC on 60 made-up rows with ties, straight from the definitions.

scikit-uplift 0.5 (qini_auc_score with negative effects, uplift_auc_score, uplift_at_k with strategy overall) and causalml 0.15
(auuc_score, normalised) are written down here anew, as slowly and plainly as possible, on numpy alone.
"""
import numpy as np

I = np.arange(60)
SCORE = (I * 37 % 23) / 10
TREATED = (I * I + I // 3) % 5 < 2
BINARY = ((I * 29 + 7) % 13 < 3 + 6 * (TREATED & (SCORE > 1))).astype(float)
CONTINUOUS = (I * 17 % 19) / 4 + np.where(TREATED, SCORE, 0) - 1


def curves(y, score):
    """Rows, Qini and uplift at each distinct score from the highest down, after a point at 0."""
    points = [(0, 0.0, 0.0)]
    for s in sorted(set(score), reverse=True):
        first = score >= s
        t, c = first & TREATED, first & ~TREATED
        yt, yc, nt, nc = y[t].sum(), y[c].sum(), t.sum(), c.sum()
        qini = yt - (yc * nt / nc if nc else 0)
        lift = (yt / nt if nt else 0) - (yc / nc if nc else 0)
        points.append((first.sum(), qini, lift * first.sum()))
    return [np.array(column, dtype=float) for column in zip(*points)]


def area(x, y):
    return sum((x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2 for i in range(1, len(x)))


def over_random(x, y):
    return area(x, y) - x[-1] * y[-1] / 2


def qini(y):
    k, q, _ = curves(y, SCORE)
    pk, pq, _ = curves(y, np.where(TREATED, y, -y))
    return over_random(k, q) / over_random(pk, pq)


def qini_area(y):
    k, q, _ = curves(y, SCORE)
    return over_random(k / len(y), q / TREATED.sum())


def auuc_scikit_uplift(y, perfect):
    k, _, u = curves(y, SCORE)
    pk, _, pu = curves(y, perfect)
    return over_random(k, u) / over_random(pk, pu)


def perfect_scikit_uplift(y):
    control_responders = ((y == 1) & ~TREATED).sum()
    treated_others = ((y == 0) & TREATED).sum()
    return 2 * (y == TREATED) + (y if control_responders > treated_others else TREATED)


def auuc_causalml(y, score):
    """Only for distinct scores: the package leaves ties to the order of the rows."""
    order = np.argsort(-score)
    t = TREATED[order]
    nt, nc = np.cumsum(t), np.cumsum(~t)
    yt, yc = np.cumsum(np.where(t, y[order], 0)), np.cumsum(np.where(t, 0, y[order]))
    k = np.arange(1, len(y) + 1)
    known = (nt > 0) & (nc > 0)
    lift = yt[known] / nt[known] - yc[known] / nc[known]
    lift = np.interp(np.r_[0, k], np.r_[0, k[known]], np.r_[0, lift])
    gain = lift * np.r_[0, k]
    return (gain / abs(gain[-1])).sum() / len(gain)


DISTINCT = SCORE + (I * 31 % 60) / 1e4
for name, y in ("binary", BINARY), ("continuous", CONTINUOUS):
    perfect = perfect_scikit_uplift(y) if name == "binary" else np.where(TREATED, y, -y)
    print(f"{name}: qini {qini(y):.12f}, qini area {qini_area(y):.12f}, "
          f"auuc {auuc_scikit_uplift(y, perfect):.12f}, causalml {auuc_causalml(y, DISTINCT):.12f}")
print(f"binary: treated others {((BINARY == 0) & TREATED).sum()}, control responders {((BINARY == 1) & ~TREATED).sum()}")
# The other branch of scikit-uplift's perfect order: more responders in control than others among the treated.
OFTEN = 1 - BINARY
print(f"often: treated others {((OFTEN == 0) & TREATED).sum()}, control responders {((OFTEN == 1) & ~TREATED).sum()}, "
      f"auuc {auuc_scikit_uplift(OFTEN, perfect_scikit_uplift(OFTEN)):.12f}")
top = np.argsort(-DISTINCT)[:int(len(I) * .3)]
print(f"at 30%: {CONTINUOUS[top][TREATED[top]].mean() - CONTINUOUS[top][~TREATED[top]].mean():.12f}")
