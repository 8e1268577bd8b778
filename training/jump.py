"""Learns where another article tells the very same thing as a place: boosted trees over what the aligner sees.

    python training/jump.py places GOLD... --articles FOLDER --out PLACES
    copydesk features --jumps PLACES FOLDER > SEEN
    python training/jump.py train GOLD... --seen SEEN --out src/corpus/data [--folds FOLDER]

GOLD are files in the format of the desk's triplets.json (labels_triplets.py writes ours so), FOLDER has their articles.
A query is a place, known by its cursor alone, with every sentence of the other articles as a candidate. Beside the
labelled places there are, with less weight, other words of the quotes, and what stands in a target and in the quote: from
there the other targets and the quote's own sentence are right. No event is ever on both sides of a split; the cuts are
chosen on scores of trees that had not learned the event. `--folds` writes the trees and cuts of each fold, for the product
itself to be measured with.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re

import lightgbm
import numpy

import boosted

FORMAT = "copydesk-aligner-1"
FOLDS = 6
SEEDS = 1
# Trees of so many seeds are shipped.
FINAL = 2
# Candidates of a place that is not a labelled cursor: the first, which have most in common, and the right ones.
FIRST = 14
# Weights of places that are not the labelled cursor.
OTHER_WORD, BACK = 0.4, 0.4
# Weights of sentences that are traps, and of all beside places without a counterpart.
TRAP, ALONE = 6.0, 1.5
# What is asked of the strict cut.
PRECISION, TRAPPED = 0.87, 0.05
# What is asked of the loose one.
LOOSE = 0.75
WORD = re.compile(r"\w[\w'’-]*")
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.07,
    "num_leaves": 24,
    "max_depth": 7,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 8.0,
    "max_bin": 63,
    "num_threads": 1,
    "verbosity": -1,
    "use_missing": False,
    "deterministic": True,
}
TREES = 140
# The more of these the likelier, all else being equal; and the less.
MORE = """near_exact near_exact_global near_letters near_faded near_vectors near_vectors_faded near_closest
near_closest_vectors near_weight clause_exact clause_letters clause_letters_global clause_vectors clause_weight
stretch_clause stretch_near stretch_near_vectors run_through run_any linked linked_verbatim quoted_both speaker
actor_there numbers_equal event_shared sum sum_above sum_gap sum_gap_within""".split()
LESS = "near_rarest_missed clause_rarest_missed numbers_missed sum_rank near_rank clause_rank sum_rank_within".split()


def read(path):
    return pathlib.Path(path).read_bytes().decode("utf-8")


def event(file):
    return file.split("_")[0]


def offset(text, position):
    """The code point of a line and a UTF-16 character, both from 0."""
    at = 0
    for _ in range(position["line"]):
        at = text.index("\n", at) + 1
    units = position["character"]
    while units > 0:
        units -= 2 if ord(text[at]) > 0xFFFF else 1
        at += 1
    return at


def stems(text):
    return {word[:5].lower() for word in WORD.findall(text) if len(word) > 3}


def queries(golds, texts):
    """All places to learn from: file, cursor, what is right, what is a trap, weight, the gold and id of a labelled one."""
    found = []
    for gold in golds:
        said = json.loads(read(gold))
        for file, of in said.items():
            if file.startswith("_"):
                continue
            for query in of["queries"]:
                spans = lambda targets: [(one["file"], one["start"], one["end"]) for one in targets]
                right, traps = spans(query["expect"]["targets"]), spans(query["must_not"].get("targets", []))
                at = offset(texts[file], query["position"])
                base = {"gold": str(gold), "id": query["id"], "file": file, "right": right, "traps": traps}
                found.append({**base, "at": at, "weight": 1.0, "main": True})
                quote = (query["start"], query["end"])
                others = [m.start() + 1 for m in WORD.finditer(texts[file], *quote) if len(m.group()) > 3]
                others = [one for one in others if not at - 12 < one < at + 12]
                for one in others[:: max(1, len(others) // 2)][:2]:
                    found.append({**base, "at": one, "weight": OTHER_WORD, "main": False})
                asked = stems(texts[file][slice(*quote)])
                for target in right:
                    back = [one for one in right if one[0] != target[0]] + [(file, *quote)]
                    words = WORD.finditer(texts[target[0]], target[1], target[2])
                    words = [m.start() + 1 for m in words if m.group()[:5].lower() in asked]
                    for one in words[:: max(1, len(words) // 2)][:2]:
                        place = {**base, "file": target[0], "right": back, "traps": [], "at": one}
                        found.append({**place, "weight": BACK / max(1, len(right)) * 2, "main": False})
    return found


def overlaps(sentence, spans):
    file, (start, end) = sentence
    return any(file == f and start < e and s < end for f, s, e in spans)


class Data:
    """What is seen of the candidates of each query, one row each."""

    def __init__(self, asked, seen):
        lines = pathlib.Path(seen).read_text(encoding="utf-8").splitlines()
        self.names = json.loads(lines[0])["names"]
        known = {}
        for line in lines[1:]:
            line = json.loads(line)
            known[pathlib.PurePath(line["path"]).name, line["at"]] = line
        rows, self.label, self.weight, self.query, self.trap, self.place = [], [], [], [], [], []
        self.asked = asked
        for nth, one in enumerate(asked):
            line = known[one["file"], one["at"]]
            one["name"], one["event"] = line["name"], event(one["file"])
            for rank, sentence in enumerate(line["sentences"]):
                place = pathlib.PurePath(sentence["path"]).name, sentence["span"]
                if not one["main"] and rank >= FIRST and not overlaps(place, one["right"]):
                    continue
                rows.append(sentence["numbers"])
                self.label.append(overlaps(place, one["right"]))
                self.trap.append(overlaps(place, one["traps"]))
                self.weight.append(one["weight"])
                self.query.append(nth)
                self.place.append(place)
        self.rows = numpy.array(rows, dtype=numpy.float32)
        self.label, self.trap = numpy.array(self.label), numpy.array(self.trap)
        self.weight, self.query = numpy.array(self.weight), numpy.array(self.query)
        self.event = numpy.array([asked[q]["event"] for q in self.query])
        self.main = numpy.array([asked[q]["main"] for q in self.query])
        self.alone = numpy.array([not asked[q]["right"] for q in self.query])
        self.name = numpy.array([asked[q]["name"] for q in self.query])


def fit(data, rows, names=None, seeds=SEEDS, settings={}, trees=TREES):
    """Trees over some rows; those of several seeds count as one."""
    names = names or data.names
    columns = [data.names.index(name) for name in names]
    sure = [1 if name in MORE else -1 if name in LESS else 0 for name in names]
    said = {**SETTINGS, "monotone_constraints": sure, **settings}
    weight = (data.weight * numpy.where(data.trap, TRAP, 1.0) * numpy.where(data.alone, ALONE, 1.0))[rows]
    found = []
    for seed in range(seeds):
        train = lightgbm.Dataset(data.rows[rows][:, columns], data.label[rows], weight=weight, feature_name=names)
        found.append(lightgbm.train({**said, "seed": seed}, train, trees))
    return found


def score(boosters, rows):
    return numpy.mean([booster.predict(rows, raw_score=True) for booster in boosters], axis=0)


def folds(data, count=FOLDS):
    events = sorted(set(data.event), key=lambda one: hashlib.sha256(one.encode()).hexdigest())
    return [events[nth::count] for nth in range(count)]


def tops(data, scores, which):
    """For each labelled query its best candidate: (query, row, score)."""
    best = {}
    for row in numpy.flatnonzero(which):
        query = data.query[row]
        if query not in best or scores[row] > scores[best[query]]:
            best[query] = row
    return best


def figures(data, best, scores, cut, asked):
    """right/asked, precision, places without a counterpart that were answered, traps hit; and the tallies."""
    tally = collections.Counter()
    for nth in asked:
        query = data.asked[nth]
        row = best.get(nth)
        given = row is not None and not query["name"] and scores[row] >= cut
        if query["right"]:
            tally["asked"] += 1
            tally["right"] += given and data.label[row]
            tally["wrong"] += given and not data.label[row]
        else:
            tally["alone"] += 1
            tally["alone answered"] += given
        if query["traps"]:
            tally["traps"] += 1
            tally["trapped"] += given and data.trap[row]
    return tally


def shown(tally):
    given = tally["right"] + tally["wrong"]
    every = given + tally["alone answered"]
    return (
        f"right {tally['right']}/{tally['asked']} {tally['right'] / max(1, tally['asked']):.3f} "
        f"precision {tally['right'] / max(1, given):.3f} (over all places {tally['right'] / max(1, every):.3f}) "
        f"without a counterpart {tally['alone answered']}/{tally['alone']} traps {tally['trapped']}/{tally['traps']}"
    )


def strict(data, best, scores, asked, precision=PRECISION, trapped=TRAPPED):
    """The lowest cut from which on what is answered is right often enough, and traps are hit rarely."""
    cuts = sorted({scores[best[nth]] for nth in asked if nth in best and not data.asked[nth]["name"]})
    chosen = cuts[-1]
    for cut in reversed(cuts):
        tally = figures(data, best, scores, cut, asked)
        given = tally["right"] + tally["wrong"] + tally["alone answered"]
        if tally["right"] >= precision * given and tally["trapped"] <= trapped * tally["traps"]:
            chosen = cut
    return float(chosen)


def held_out(data, **settings):
    """Scores of trees that had not learned the event, and those trees."""
    scores, trees = numpy.zeros(len(data.label)), []
    for some in folds(data):
        away = numpy.isin(data.event, some)
        trees.append(fit(data, ~away, **settings))
        columns = [data.names.index(name) for name in trees[-1][0].feature_name()]
        scores[away] = score(trees[-1], data.rows[away][:, columns])
    return scores, trees


def report(data, scores, golds, precision=PRECISION):
    best = tops(data, scores, data.main)
    mains = [nth for nth, one in enumerate(data.asked) if one["main"]]
    forced = [nth for nth in mains if data.asked[nth]["right"] and nth in best]
    print(f"best is right, forced: {numpy.mean([data.label[best[nth]] for nth in forced]):.3f} of {len(forced)}")
    total, chosen = collections.defaultdict(collections.Counter), []
    for some in folds(data):
        rest = [nth for nth in mains if data.asked[nth]["event"] not in some]
        cut = strict(data, best, scores, rest, precision)
        chosen.append(cut)
        for gold in golds:
            mine = [n for n in mains if data.asked[n]["event"] in some and data.asked[n]["gold"] == str(gold)]
            total[str(gold)] += figures(data, best, scores, cut, mine)
    for gold, tally in total.items():
        print(f"  {gold}: {shown(tally)}")
    whole = sum(total.values(), collections.Counter())
    print(f"  both: {shown(whole)}; cuts {min(chosen):.2f} to {max(chosen):.2f}")
    return best, mains, chosen


def cuts(data, scores, without=()):
    """The strict and the loose cut, by scores of trees that had not learned the event."""
    best = tops(data, scores, data.main)
    mains = [nth for nth, one in enumerate(data.asked) if one["main"] and one["event"] not in without]
    return strict(data, best, scores, mains), strict(data, best, scores, mains, LOOSE, trapped=1.0)


def export(data, boosters, both, out):
    """Writes the trees with the two cuts, and some rows with their scores for a test of the binary."""
    path = pathlib.Path(out) / "aligner.safetensors"
    nodes = boosted.save(path, FORMAT, boosters, both)
    some = numpy.random.default_rng(0).choice(len(data.rows), 80, replace=False)
    scores = score(boosters, data.rows[some])
    check = [[[float(x) for x in row], round(float(one), 5)] for row, one in zip(data.rows[some], scores)]
    (path.parent / "aligner-check.json").write_text(json.dumps(check, separators=(",", ":")))
    print(f"{path}: {nodes} nodes, cuts {both}, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["places", "train"])
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--articles", nargs="+", required=True)
    parser.add_argument("--seen")
    parser.add_argument("--folds")
    parser.add_argument("--out", required=True)
    said = parser.parse_args()
    texts = {path.name: read(path) for folder in said.articles for path in pathlib.Path(folder).glob("*.txt")}
    asked = queries(said.gold, texts)
    if said.what == "places":
        places = sorted({(one["file"], one["at"]) for one in asked})
        folder = {file: str(folder) for folder in said.articles for file in texts if (pathlib.Path(folder) / file).exists()}
        lines = [[f"{folder[file]}/{file}", at] for file, at in places]
        pathlib.Path(said.out).write_text(json.dumps(lines))
        print(f"{len(asked)} places to learn from, {len(places)} to look at")
        return
    data = Data(asked, said.seen)
    print(f"{len(data.asked)} places, {len(data.label)} candidates, {data.label.mean():.3f} right")
    scores, trees = held_out(data)
    report(data, scores, said.gold)
    if said.folds:
        for nth, (some, one) in enumerate(zip(folds(data), trees)):
            # The cuts of a fold are chosen on the events that it has learned, by the trees that had not.
            folder = pathlib.Path(said.folds) / str(nth)
            folder.mkdir(parents=True, exist_ok=True)
            boosted.save(folder / "aligner.safetensors", FORMAT, one, cuts(data, scores, some))
            (folder / "events.json").write_text(json.dumps(some))
    every = numpy.ones(len(data.label), dtype=bool)
    export(data, fit(data, every, seeds=FINAL), cuts(data, scores), said.out)


if __name__ == "__main__":
    main()
