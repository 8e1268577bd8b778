"""Fits src/model/data/events.safetensors: what tells that two articles report one event.

    for corpus in ecbplus basil; do
      copydesk features --pairs CORPORA/$corpus/articles > PAIRS/pairs-$corpus.jsonl
    done
    python training/events.py PAIRS CORPORA src/model/data
    python training/events.py PAIRS CORPORA OUT --folds      # a table and the articles of each fold, for `copydesk eval`

Boosted trees on pairs of ECB+ (all 33 topics) and BASIL (50 events), each sign held to the direction that it must have, so
that no accident of a corpus ("years apart" for one event) is learned. Pairs that are two events whatever they say (days
of publication, places of a summit) teach nothing. training/events.md has the figures.
"""

import argparse
import json
import random
from pathlib import Path

import lightgbm
import numpy

import boosted

FORMAT = "copydesk-events-1"
# What the trees look at; the program sees more (SIGNS in src/corpus/coverage/evidence.rs).
SIGNS = (
    "word lead early plain first common pairs early-pairs quotes names people places elsewhere same-person other-person "
    "numbers slots slots-apart weekday-overlap weekday-conflict months years-apart deed"
).split()
AGAINST = {"elsewhere", "other-person", "slots-apart", "weekday-conflict", "years-apart"}
# BASIL is smaller, and what is read in newsrooms is more like it.
SHARES = {"ecbplus": 1.0, "basil": 2.0}
FOLDS = 7
# Log odds from which the program takes two articles for one event (SAME in src/corpus/coverage/evidence.rs), and those at which the
# trees reach it: chosen with whole topics left out.
SAME = 0.5
CUT = 0.85
TREES = 300
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "max_depth": 3,
    "num_leaves": 8,
    "min_data_in_leaf": 20,
    "lambda_l2": 1.0,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}
# Vectors by which the program is checked.
CHECKED = 200


class Pairs:
    """The pairs of a corpus."""

    def __init__(self, path, gold):
        with path.open(encoding="utf-8") as file:
            head = json.loads(file.readline())
            rows = numpy.array([json.loads(line) for line in file], dtype=numpy.float32)
        self.names = [Path(name).stem for name in head["paths"]]
        self.of = rows[:, :2].astype(int)
        self.vetoed = rows[:, 3] > 0
        self.seen = rows[:, [4 + head["signs"].index(sign) for sign in SIGNS]]
        event = [gold[name]["event"] for name in self.names]
        # A fold holds whole topics, or whole events where there are no topics.
        group = [str(gold[name].get("topic", gold[name]["event"])) for name in self.names]
        groups = sorted(set(group))
        random.Random(1).shuffle(groups)
        self.fold = numpy.array([groups.index(one) % FOLDS for one in group])
        self.same = numpy.array([event[one] == event[other] for one, other in self.of])


def fit(sets, without=None):
    """A booster from all pairs that have no article in a fold."""
    seen, same, shares = [], [], []
    for name, pairs in sets.items():
        counts = ~pairs.vetoed & (pairs.fold[pairs.of] != (-1 if without is None else without)).all(axis=1)
        seen.append(pairs.seen[counts])
        same.append(pairs.same[counts])
        shares.append(numpy.full(int(counts.sum()), SHARES[name]))
    direction = [-1 if sign in AGAINST else 1 for sign in SIGNS]
    data = lightgbm.Dataset(
        numpy.concatenate(seen),
        numpy.concatenate(same).astype(int),
        weight=numpy.concatenate(shares),
        feature_name=SIGNS,
    )
    return lightgbm.train({**SETTINGS, "monotone_constraints": direction}, data, TREES)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pairs", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--cut", type=float, default=CUT)
    options = parser.parse_args()
    gold, sets = {}, {}
    for name in SHARES:
        gold[name] = json.loads((options.corpora / name / "gold.json").read_text(encoding="utf-8"))
        sets[name] = Pairs(options.pairs / f"pairs-{name}.jsonl", gold[name])
    before = SAME - options.cut
    if options.folds:
        for fold in range(FOLDS):
            boosted.save(options.out / f"events-{fold}.safetensors", FORMAT, [fit(sets, fold)], before=before)
            for name, pairs in sets.items():
                _part(options, name, gold[name], [one for one, at in zip(pairs.names, pairs.fold) if at == fold], fold)
        return
    booster = fit(sets)
    nodes = boosted.save(options.out / "events.safetensors", FORMAT, [booster], before=before)
    print(f"{TREES} trees, {nodes} nodes")
    seen = numpy.concatenate([pairs.seen for pairs in sets.values()])
    some = seen[:: len(seen) // CHECKED]
    odds = booster.predict(some, raw_score=True) + before
    check = {"signs": [[float(number) for number in row] for row in some], "odds": [round(float(it), 6) for it in odds]}
    (options.out / "events-check.json").write_text(json.dumps(check) + "\n", encoding="utf-8")


def _part(options, name, gold, names, fold):
    """The articles of a fold, with their gold."""
    folder = options.out / f"{name}-{fold}"
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    for one in names:
        text = (options.corpora / name / "articles" / f"{one}.txt").read_bytes()
        (folder / "articles" / f"{one}.txt").write_bytes(text)
    part = json.dumps({one: gold[one] for one in names})
    (folder / "gold.json").write_text(part, encoding="utf-8")


if __name__ == "__main__":
    main()
