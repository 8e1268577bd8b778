"""Learns which sentences of two articles on one event tell of the same thing.

    for event in FOLDERS; do copydesk features --accounts $event; done > SEEN
    python training/accounts.py SEEN src/corpus/data

SEEN is what the program sees of the pairs of sentences that have most in common (`accounts_score.py` makes such FOLDERS).
Two sentences tell of the same thing where readers marked a fact of one beside a fact of the other, alike or different, or
a place beside the sentence that reports it (`labels/triplets.json`). Readers did not mark all there is: precision is a
lower bound. No event is on both sides of a split; the cuts are scores of trees that had not learned the event.
"""

import hashlib
import json
import pathlib
import sys

import lightgbm
import numpy

import boosted

FORMAT = "copydesk-accounts-1"
LABELS = pathlib.Path(__file__).parent / "labels/triplets.json"
FOLDS = 6
TREES = 120
# Precision, by what readers marked, from which on sentences are shown side by side; and from which on facts in them are
# compared.
SHOWN, COMPARED = 0.8, 0.5
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 15,
    "max_depth": 5,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 8.0,
    "max_bin": 63,
    "num_threads": 1,
    "verbosity": -1,
    "use_missing": False,
    "deterministic": True,
    "seed": 1,
}


def meets(file, span, place):
    return file == place[0] and span[0] < place[2] and place[1] < span[1]


def read(seen):
    """Numbers, names, whether readers laid the two side by side and how often, whether one stands alone, the event."""
    gold = json.loads(LABELS.read_text(encoding="utf-8"))
    rows, marked, alone, events, names = [], [], [], [], None
    for line in seen.read_text(encoding="utf-8").splitlines():
        line = json.loads(line)
        one, other = (pathlib.PurePath(path).name for path in line["paths"])
        labels = gold[one.split("_")[0]]
        pairs = [(fact["a"], fact["b"]) for sort in ("differs", "agrees") for fact in labels[sort]]
        pairs += [(query["at"], target) for query in labels.get("queries", []) for target in query["targets"]]
        pairs = [pair if pair[0][0] == one else pair[::-1] for pair in pairs if {pair[0][0], pair[1][0]} == {one, other}]
        for sentence in line["sentences"]:
            here, there = sentence["spans"]
            names = [name for name, _ in sentence["numbers"]]
            rows.append([number for _, number in sentence["numbers"]])
            marked.append(sum(meets(one, here, a) and meets(other, there, b) for a, b in pairs))
            alone.append(any(meets(one, here, a) or meets(other, there, a) for a in labels["only"]))
            events.append(one.split("_")[0])
    return numpy.array(rows, dtype=numpy.float32), names, numpy.array(marked), numpy.array(alone), numpy.array(events)


def cut(scores, right, precision):
    """The lowest score from which on so many are right."""
    order = numpy.argsort(-scores)
    share = numpy.cumsum(right[order]) / numpy.arange(1, len(order) + 1)
    enough = numpy.flatnonzero(share >= precision)
    return float(scores[order[enough[-1]]]), int(right[order[: enough[-1] + 1]].sum())


def main():
    seen, out = map(pathlib.Path, sys.argv[1:])
    rows, names, marked, alone, events = read(seen)
    right = marked > 0
    weight = numpy.where(right, 1.0 + 0.3 * numpy.minimum(marked, 4), numpy.where(alone, 1.2, 0.8))
    fold = numpy.array([int(hashlib.sha256(event.encode()).hexdigest(), 16) % FOLDS for event in events])
    fit = lambda which: lightgbm.train(
        SETTINGS, lightgbm.Dataset(rows[which], right[which], weight=weight[which], feature_name=names), TREES
    )
    scores = numpy.zeros(len(right))
    for nth in range(FOLDS):
        scores[fold == nth] = fit(fold != nth).predict(rows[fold == nth], raw_score=True)
    print(f"{len(right)} pairs of sentences, {right.sum()} marked")
    cuts = []
    for precision in (SHOWN, COMPARED):
        score, found = cut(scores, right, precision)
        cuts.append(score)
        print(f"precision {precision}: {found} of those marked found, from {score:.2f} on")
    trees = fit(numpy.ones(len(right), dtype=bool))
    path = out / "accounts.safetensors"
    nodes = boosted.save(path, FORMAT, [trees], cuts)
    some = numpy.random.default_rng(0).choice(len(rows), 60, replace=False)
    check = [[[float(x) for x in row], round(float(s), 5)] for row, s in zip(rows[some], trees.predict(rows[some], raw_score=True))]
    (out / "accounts-check.json").write_text(json.dumps(check, separators=(",", ":")))
    print(f"{path}: {nodes} nodes, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
