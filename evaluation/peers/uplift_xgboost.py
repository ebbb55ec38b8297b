"""XGBoost's side of `leaven bench uplift`: a T-learner written with the Python package, timed on the same rows.

Usage: uplift_xgboost.py ROWS.bin ROWS COLUMNS ARMS REPEATS SETTING=VALUE ...
ROWS.bin: float32, little-endian, row-major: the features, then the arm (0 is control), then the outcome.
The settings are XGBoost's own, `rounds` beside them. Needs Debian's python3-xgboost and python3-numpy.
Prints one line `key value` for each number: seconds are the fastest of the rounds, arrays in, arrays out.
The fit uses one thread or all processors, whichever is faster; scoring one.
"""
import os
import sys
import time

import numpy
import xgboost

path, rows, columns, arms, repeats = sys.argv[1], *map(int, sys.argv[2:6])
settings = dict(pair.split("=", 1) for pair in sys.argv[6:])
rounds = int(settings.pop("rounds"))
table = numpy.fromfile(path, dtype="<f4").reshape(rows, columns + 2)
features = numpy.ascontiguousarray(table[:, :columns])
arm, outcome = table[:, columns].astype(int), table[:, columns + 1]


def fit(threads):
    boosters = []
    for index in range(arms):
        own = arm == index
        matrix = xgboost.DMatrix(features[own], outcome[own], nthread=threads)
        boosters.append(xgboost.train({**settings, "nthread": threads}, matrix, rounds))
    return boosters


def score(boosters):
    predicted = [booster.inplace_predict(features) for booster in boosters]
    return [treated - predicted[0] for treated in predicted[1:]]


def fastest(work):
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), result


fits = [fastest(lambda: fit(threads)) for threads in (1, os.cpu_count())]
fit_seconds, boosters = min(fits, key=lambda timed: timed[0])
for booster in boosters:
    booster.set_param({"nthread": 1})
score_seconds, effects = fastest(lambda: score(boosters))
print("fit_seconds", fit_seconds)
print("score_seconds", score_seconds)
for index, effect in enumerate(effects):
    print(f"mean_effect_{index}", float(numpy.mean(effect)))
