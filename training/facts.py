"""Learns which facts and which words two articles on one event tell differently.

    for event in FOLDERS; do copydesk features --accounts $event; done > SEEN
    python training/facts.py SEEN src/corpus/data

SEEN is what the program sees (see `accounts.py`). Of the facts of two sentences that may answer the same question, those
are positive that overlap a fact which readers found told differently, on both sides (`labels/triplets.json`). What is
seen of the sentences has a score of trees that had not learned the event (six folds by event), and so has each fact when
the cut is chosen, with the names that rules find: the lowest from which on enough is right, of what is judged and of all
that is listed. What readers found told alike is wrong;
what they did not mark is not judged, and mostly wrong among facts, mostly right among words.
"""

import argparse
import collections
import hashlib
import json
import pathlib

import lightgbm
import numpy

import accounts
import boosted
from accounts_score import TYPED, half

FOLDS = accounts.FOLDS
# Sentences below this score are not looked at; as in the program.
LOOSE = -1.0
# Of what is listed and judged at least so many are right, and of all that is listed.
JUDGED, LISTED = 0.85, {"facts": 0.45, "words": 0.5}
FORMATS = {"facts": "copydesk-facts-1", "words": "copydesk-words-1"}
SEEDS = 3
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 6.0,
    "max_bin": 63,
    "num_threads": 1,
    "verbosity": -1,
    "use_missing": False,
    "deterministic": True,
}
# There are few facts told differently: shallow trees, which go one way with what speaks for or against one question.
SHAPES = {
    "facts": ({"num_leaves": 4, "max_depth": 2, "min_data_in_leaf": 8}, 250),
    "words": ({"num_leaves": 5, "max_depth": 3, "min_data_in_leaf": 12}, 200),
}
UP = """score f_governor f_governor_alike f_nearest f_class f_beside f_beside_less f_near f_near_less f_clause f_clause_less
f_before f_behind f_left f_right f_inside f_unit f_last f_next s_cosine s_people_share""".split()
DOWN = "f_apart f_told f_told_governed f_where f_nth f_count f_count_more".split()
# What is seen of the sentences beside their score.
SENTENCE = {
    "facts": {"s_cosine", "s_people_share", "s_speaker"},
    "words": {"s_cosine", "s_speaker", "s_linked", "s_verbatim"},
}


def meets(span, place):
    return span[0] < place[2] and place[1] < span[1]


def fold_of(event):
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % FOLDS


class Fact:
    """A fact or words of two articles, with what readers say of them."""

    def __init__(self, event, files, line, labels, numbers):
        self.event, self.files, self.sort, self.spans = event, files, line["sort"], line["spans"]
        self.differs, self.ruled, self.numbers = line.get("differs", True), line.get("ruled", True), numbers
        met = lambda sort: [nth for nth, one in enumerate(labels[sort]) if self.is_at(one)]
        self.told, self.alike = met("differs"), met("agrees")

    def is_at(self, label):
        a, b = (label["a"], label["b"]) if label["a"][0] == self.files[0] else (label["b"], label["a"])
        return (a[0], b[0]) == self.files and meets(self.spans[0], a) and meets(self.spans[1], b)


def sentence_scores(seen):
    """Scores of the sentences by trees that had not learned the event, in the order of the lines."""
    rows, names, marked, alone, events = accounts.read(seen)
    right = marked > 0
    weight = numpy.where(right, 1.0 + 0.3 * numpy.minimum(marked, 4), numpy.where(alone, 1.2, 0.8))
    folds = numpy.array([fold_of(event) for event in events])
    scores = numpy.zeros(len(rows))
    for nth in range(FOLDS):
        data = lightgbm.Dataset(rows[folds != nth], right[folds != nth], weight=weight[folds != nth], feature_name=names)
        scores[folds == nth] = lightgbm.train(accounts.SETTINGS, data, accounts.TREES).predict(rows[folds == nth], raw_score=True)
    return scores, names


def read(seen):
    """The facts and the words, the names of their numbers, and the names that are written otherwise."""
    gold = json.loads(accounts.LABELS.read_text(encoding="utf-8"))
    scores, own = sentence_scores(seen)
    found, names, at, written = {"facts": [], "words": []}, {}, 0, []
    for line in seen.read_text(encoding="utf-8").splitlines():
        line = json.loads(line)
        files = tuple(pathlib.PurePath(path).name for path in line["paths"])
        event = files[0].split("_")[0]
        for sentence in line["sentences"]:
            score = scores[at]
            at += 1
            if score < LOOSE:
                continue
            around = [score] + [number for _, number in sentence["numbers"]]
            for fact in sentence["facts"]:
                sort = "words" if fact["sort"] == "words" else "facts"
                names[sort] = [name for name, _ in fact["numbers"]] + ["score"] + own
                numbers = [number for _, number in fact["numbers"]] + around
                found[sort].append(Fact(event, files, fact, gold[event], numbers))
        written += [Fact(event, files, fact, gold[event], None) for fact in line["written"]]
    return found, names, written, gold


def fit(rows, facts, names, sort):
    """The trees of some seeds, each of which counts for a share."""
    right = numpy.array([bool(fact.told) for fact in facts])
    alike = numpy.array([bool(fact.alike) for fact in facts])
    weight = numpy.where(right, 2.0, numpy.where(alike, 1.5, 1.0))
    shape, trees = SHAPES[sort]
    ways = [1 if name in UP else -1 if name in DOWN else 0 for name in names] if sort == "facts" else None
    fitted = []
    for seed in range(SEEDS):
        settings = SETTINGS | shape | {"seed": seed + 1, **({"monotone_constraints": ways} if ways else {})}
        fitted.append(lightgbm.train(settings, lightgbm.Dataset(rows, right, weight=weight, feature_name=names), trees))
    return fitted


def score(fitted, rows):
    return sum(trees.predict(rows, raw_score=True) for trees in fitted) / len(fitted)


def crossed(rows, facts, names, sort):
    """Scores of trees that had not learned the event."""
    folds = numpy.array([fold_of(fact.event) for fact in facts])
    scores = numpy.zeros(len(facts))
    for nth in range(FOLDS):
        kept = numpy.flatnonzero(folds != nth)
        fitted = fit(rows[kept], [facts[at] for at in kept], names, sort)
        scores[folds == nth] = score(fitted, rows[folds == nth])
    return scores


def chosen(facts, scores, cut):
    """What is listed from a cut on: the surest first, each place once."""
    taken, found = collections.defaultdict(list), []
    # What the rules take to differ comes first, whatever its score.
    ranks = [scores[nth] + (100 if facts[nth].ruled else 0) for nth in range(len(facts))]
    order = sorted((nth for nth in range(len(facts)) if ranks[nth] >= cut), key=lambda nth: -ranks[nth])
    for nth in order:
        fact = facts[nth]
        free = lambda known: all(known[side][1] <= fact.spans[side][0] or fact.spans[side][1] <= known[side][0] for side in (0, 1))
        if all(free(known) for known in taken[fact.files]):
            taken[fact.files].append(fact.spans)
            found.append(nth)
    return found


def verdicts(facts, listed):
    right = sum(bool(facts[nth].told) for nth in listed)
    wrong = sum(not facts[nth].told and bool(facts[nth].alike) for nth in listed)
    return right, wrong, len(listed) - right - wrong


def found_of(facts, listed, gold, keep):
    """How many of the facts told differently are found, of all, by group."""
    hit = {(facts[nth].event, label) for nth in listed for label in facts[nth].told}
    counts = collections.Counter()
    for event, labels in gold.items():
        if event.startswith("_") or not keep(event):
            continue
        for nth, one in enumerate(labels["differs"]):
            if not one.get("soft"):
                group = "typed" if one["sort"] in TYPED else one["sort"]
                for name in (group, one["sort"] + "."):
                    counts[name, "all"] += 1
                    counts[name, "found"] += (event, nth) in hit
    return {name: (counts[name, "found"], counts[name, "all"]) for name, what in sorted(counts) if what == "all"}


def lowest(facts, scores, sort):
    """The lowest cut from which on enough of what is listed is right."""
    best = None
    for cut in sorted({round(float(one), 2) for one in scores if one > -6.0}, reverse=True):
        listed = chosen(facts, scores, cut)
        right, wrong, unjudged = verdicts(facts, listed)
        if len(listed) >= 20 and right >= JUDGED * (right + wrong) and right >= LISTED[sort] * len(listed):
            best = cut
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("seen", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    said = parser.parse_args()
    found, names, written, gold = read(said.seen)
    for sort, facts in found.items():
        facts = [fact for fact in facts if fact.differs]
        kept = [nth for nth, name in enumerate(names[sort]) if not name.startswith("s_") or name in SENTENCE[sort]]
        own = [names[sort][nth] for nth in kept]
        rows = numpy.array([[fact.numbers[nth] for nth in kept] for fact in facts], dtype=numpy.float32)
        told, alike = sum(bool(fact.told) for fact in facts), sum(bool(fact.alike) and not fact.told for fact in facts)
        print(f"{sort}: {len(facts)}, of which {told} told differently, {alike} alike")
        scores = crossed(rows, facts, own, sort)
        # By rules alone, whatever the sentences: listed after what they find in sentences.
        judged = facts
        if sort == "facts":
            judged, scores = facts + written, numpy.concatenate([scores, numpy.full(len(written), -90.0)])
        cut = lowest(judged, scores, sort)
        for at in (cut + 1, cut + 0.5, cut, cut - 0.5, cut - 1):
            listed = chosen(judged, scores, at)
            line = [f"from {at:.2f} on"]
            for nth in (0, 1):
                own_half = [one for one in listed if half(judged[one].event) == nth]
                right, wrong, unjudged = verdicts(judged, own_half)
                kinds = found_of(judged, own_half, gold, lambda event: half(event) == nth)
                kinds = ", ".join(f"{name} {kinds[name][0]} of {kinds[name][1]}" for name in ("typed", "wording"))
                line.append(f"half {nth}: right {right}, wrong {wrong}, not judged {unjudged}, {kinds}")
            print("  " + "; ".join(line))
        fitted = fit(rows, facts, own, sort)
        path = said.out / f"{sort}.safetensors"
        nodes = boosted.save(path, FORMATS[sort], fitted, [cut])
        some = numpy.random.default_rng(0).choice(len(rows), 60, replace=False)
        check = [[[float(x) for x in row], round(float(one), 5)] for row, one in zip(rows[some], score(fitted, rows[some]))]
        (said.out / f"{sort}-check.json").write_text(json.dumps(check, separators=(",", ":")))
        print(f"{path}: {nodes} nodes, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
