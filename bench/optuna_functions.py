"""Simple regret of Optuna's GPSampler and TPESampler on the functions of tests/search/functions.h, for comparison.

    python optuna_functions.py [--seeds N] [--first-seed N] [--samplers gp,tpe,tpe-multivariate] [--csv FILE]

Needs optuna, scipy and torch. Writes the rows that function_regret --also reads. A coordinate has 1001
levels, as there; a category is a categorical parameter.
"""

import argparse
import math
import sys

import optuna

LEVELS = 1001
BUDGETS = (30, 60, 100)


def branin(x, _):
    a, b = 15 * x[0] - 5, 15 * x[1]
    bend = b - 5.1 / (4 * math.pi**2) * a * a + 5 / math.pi * a - 6
    return bend * bend + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10


WEIGHTS = (1.0, 1.2, 3.0, 3.2)
STEEPNESS = ((10, 3, 17, 3.5, 1.7, 8), (0.05, 10, 17, 0.1, 8, 14), (3, 3.5, 1.7, 10, 17, 8), (17, 8, 0.05, 10, 0.1, 14))
CENTRES = (
    (0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886),
    (0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991),
    (0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650),
    (0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381),
)


def hartmann6(x, _):
    return -sum(
        weight * math.exp(-sum(s * (v - c) ** 2 for s, v, c in zip(steep, x, centre)))
        for weight, steep, centre in zip(WEIGHTS, STEEPNESS, CENTRES)
    )


CATEGORIES = (0.0, 4.0, -3.0, 8.0, 1.5)  # places of the five categories on the axis of the function


def mixed_ackley(x, c):
    z = [40 * v - 10 for v in x] + [CATEGORIES[v] for v in c]
    radius = math.sqrt(sum(v * v for v in z) / len(z))
    waves = sum(math.cos(2 * math.pi * v) for v in z) / len(z)
    return -20 * math.exp(-0.2 * radius) - math.exp(waves) + 20 + math.e


# Name: function, ordered coordinates, categories, least value on the levels.
FUNCTIONS = {
    "branin": (branin, 2, 0, 0.397887),
    "hartmann-6": (hartmann6, 6, 0, -3.32237),
    "mixed ackley": (mixed_ackley, 3, 2, 0.0),
}


def sampler_of(name, seed):
    if name == "gp":
        return optuna.samplers.GPSampler(seed=seed)
    return optuna.samplers.TPESampler(seed=seed, multivariate=name == "tpe-multivariate")


def regrets(function, ordered, categorical, least, sampler, seed):
    values = []

    def objective(trial):
        x = [trial.suggest_int(f"x{i}", 0, LEVELS - 1) / (LEVELS - 1) for i in range(ordered)]
        c = [trial.suggest_categorical(f"c{i}", list(range(len(CATEGORIES)))) for i in range(categorical)]
        values.append(function(x, c))
        return values[-1]

    optuna.create_study(sampler=sampler_of(sampler, seed)).optimize(objective, n_trials=max(BUDGETS))
    return [(budget, min(values[:budget]) - least) for budget in BUDGETS]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--samplers", default="gp,tpe,tpe-multivariate")
    parser.add_argument("--functions", default=",".join(FUNCTIONS))
    parser.add_argument("--csv", default="-")
    arguments = parser.parse_args()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    out = sys.stdout if arguments.csv == "-" else open(arguments.csv, "w")
    print("problem,method,trials,seed,regret", file=out)
    for name in arguments.functions.split(","):
        for sampler in arguments.samplers.split(","):
            for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds):
                for budget, regret in regrets(*FUNCTIONS[name], sampler, seed):
                    print(f"{name},{sampler} (Optuna),{budget},{seed},{regret:.8g}", file=out, flush=True)


if __name__ == "__main__":
    main()
