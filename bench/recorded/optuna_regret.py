#!/usr/bin/env python3
"""Optuna's samplers on the recorded tables, as CSV rows that bench/regret prints beside our methods (--also).

    optuna_regret.py OUT.csv [--table FILE ...] [--samplers random,tpe,gp] [--seeds 50] [--trials 10,30,100,300]
                     [--repeatable]

They search the same coordinates (operation and strength of two calls), see the same rewards as our methods in a
trial of the same number and seed, and are judged alike. One study of the largest budget serves all: these samplers
are not told how many trials there will be. Needs optuna 5 and, for gp, torch and scipy; no part of the set-up installs it.
"""
import argparse
import json
import pathlib
import warnings

import optuna

MASK = 2**64 - 1
SAMPLERS = {
    "random": optuna.samplers.RandomSampler,
    "tpe": optuna.samplers.TPESampler,
    "gp": optuna.samplers.GPSampler,
}


def mix(value, child):
    """variegate::mix (variegate/core/random.cc)."""
    z = (value + 0x9E3779B97F4A7C15 * (child + 1)) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def place_of(name):
    """variegate::place_of: FNV-1a."""
    value = 0xCBF29CE484222325
    for letter in name.encode():
        value = ((value ^ letter) * 0x100000001B3) & MASK
    return value


class Table:
    def __init__(self, path):
        self.name = pathlib.Path(path).stem
        facts, self.rewards = {}, {}  # rewards: of a policy, of a seed, at the last epoch
        for line in pathlib.Path(path).read_text().splitlines():
            if line.startswith("# "):
                name, value = line[2:].split(": ", 1)
                facts[name] = value
            else:
                words, *curves = line.split("\t")
                self.rewards[words] = [int(curve.split()[-1]) / 1e4 for curve in curves]
        space = json.loads(facts["space"])
        self.ops, self.strengths = space["ops"], space["strength_levels"]
        self.seeds = int(facts["seeds"])
        self.means = {words: sum(rewards) / self.seeds for words, rewards in self.rewards.items()}

    def policy(self, calls):
        """The line of two (op, strength): see recorded::representative."""
        known = {words.split()[0] for words in self.rewards} | {words.split()[1] for words in self.rewards}
        calls = [(op, strength if f"{op}:{strength + 1}" in known else 0) for op, strength in calls]
        calls.sort(key=lambda call: (self.ops.index(call[0]), call[1]))
        return " ".join(f"{op}:{strength + 1}" for op, strength in calls)

    def reward(self, words, seed, number):
        return self.rewards[words][mix(mix(place_of("recorded"), seed), number) % self.seeds]


def regrets(table, sampler, seed, budgets, repeatable):
    numbers = {words: number for number, words in enumerate(table.rewards)}

    def objective(trial):
        calls = [(trial.suggest_categorical(f"op{i}", table.ops), trial.suggest_int(f"strength{i}", 0, table.strengths - 1))
                 for i in (1, 2)]
        words = table.policy(calls)
        trial.set_user_attr("policy", words)
        return table.reward(words, seed, numbers[words] if repeatable else trial.number)

    study = optuna.create_study(direction="maximize", sampler=SAMPLERS[sampler](seed=seed))
    study.optimize(objective, n_trials=max(budgets))
    best = max(table.means.values())
    for budget in budgets:
        chosen = max(study.trials[:budget], key=lambda trial: trial.value)  # the first of equals
        yield budget, best - table.means[chosen.user_attrs["policy"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--table", nargs="+", default=[f"bench/recorded/{name}.tsv" for name in ("fashion-mnist", "cifar10", "cifar10-in-domain")])
    parser.add_argument("--samplers", default="random,tpe,gp")
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--trials", default="10,30,100,300")
    parser.add_argument("--repeatable", action="store_true", help="as of bench/regret")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    budgets = [int(budget) for budget in arguments.trials.split(",")]
    with open(arguments.out, "w") as out:
        print("problem,method,trials,seed,regret", file=out)
        for path in arguments.table:
            table = Table(path)
            for sampler in arguments.samplers.split(","):
                for seed in range(arguments.seeds):
                    for budget, regret in regrets(table, sampler, seed, budgets, arguments.repeatable):
                        print(f"{table.name},optuna-{sampler},{budget},{seed},{regret:.6f}", file=out, flush=True)


if __name__ == "__main__":
    main()
