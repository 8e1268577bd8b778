"""What the claim head finds in articles that it has not learned, and the cuts that follow from it.

    python training/claims_measure.py FEATURES GOLD... --heads HEAD... [--alone GOLD...] [--errors FILE]

HEADs are what `claims_student.py` wrote for each fold (several seeds of one fold are averaged). Prints average precision
and what is found at some rates of false flags; then with a cut for each group of kinds, chosen on the other folds; how
often the words shown hold the trigger. `--alone` repeats it over the articles of these files only; `--errors` lists what
is missed and what is false.
"""

import argparse
import collections
import json
import pathlib

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

import claims_data as data
from labels_claims import LABEL_OF

RATES = (0.4, 0.8, 1.2)
# What a finding of each group may be right about, as the desk's scorer has it (gold/codes.json).
LABELS = [{"unattributed"}, {"vague", "unattributed"}, {"anonymous-source"}, set()]
# The greatest share of a sentence that is shown, and of the chance to hold the trigger what fewer words must keep.
SHARE, KEEP = 0.5, 0.97


def trigger(edges, tokens):
    """The tokens [low, high) that are shown, of tokens at [start, end) each: of the runs of at most half the sentence the one
    that likeliest holds the trigger, by the chances that it begins and ends with a token; of those nearly as likely the
    shortest."""
    most = SHARE * (tokens[-1][1] - tokens[0][0])
    chances = np.exp(edges - edges.max(0))
    chances /= chances.sum(0)
    after = np.cumsum(chances[::-1, 0])[::-1]
    before = np.cumsum(chances[:, 1])
    short = lambda low, high: high == low + 1 or tokens[high - 1][1] - tokens[low][0] <= most
    runs = ((low, high) for low in range(len(edges)) for high in range(low + 1, len(edges) + 1) if short(low, high))
    runs = [(after[low] * before[high - 1], low, high) for low, high in runs]
    best = max(chance for chance, _, _ in runs)
    near = [(high - low, -chance, low, high) for chance, low, high in runs if chance >= KEEP * best]
    _, _, low, high = min(near)
    return low, high


class Row:
    """A judged sentence with what a head that has not learned its article says of it."""

    __slots__ = ("article", "sentence", "score", "group", "kind", "fit", "edges", "fold")

    def __init__(self, article, sentence, flags, kinds, _, edges):
        self.article, self.sentence, self.fold = article, sentence, article.fold
        self.score = float(flags[1])
        self.kind = int(np.argmax(kinds))
        self.group = data.GROUP_OF[self.kind]
        label, also = LABEL_OF.get(sentence.kind, ("unattributed", ["vague"]))
        own = LABELS[self.group] or {data.KINDS[self.kind]}
        self.fit = sentence.flag == data.MUST and bool(own & {label, *also})
        self.edges = edges


def rows_of(articles, heads):
    """What the heads of each fold say of its own articles, several of one fold averaged."""
    answers = collections.defaultdict(list)
    for path in heads:
        for key, said in torch.load(path, weights_only=False)["said"].items():
            answers[key].append(said)
    rows = []
    for (name, start), some in answers.items():
        article = articles[name]
        sentence = next(s for s in article.sentences if s.start == start)
        if sentence.flag != data.UNKNOWN:
            rows.append(Row(article, sentence, *(np.mean([one[at] for one in some], axis=0) for at in range(4))))
    return rows


def cuts_for(rows, rate, articles):
    """The score from which on each group is a finding: where one is equally likely to be right in all of them, and all
    together are not more than `rate` false ones an article."""
    sure = [row for row in rows if row.sentence.flag != data.MAY]
    # One slope for all groups, and a summand a group that is held near 0: some have few.
    seen = np.array([[row.score, *(2.0 * (row.group == at) for at in range(len(data.GROUPS)))] for row in sure])
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(seen, [row.fit for row in sure])
    slope, *shifts = fitted.coef_[0]
    shift = 2.0 * np.array(shifts) + fitted.intercept_[0]
    odds = lambda row: slope * row.score + shift[row.group]
    false = sorted((odds(row) for row in sure if row.sentence.flag == data.MUST_NOT), reverse=True)
    allowed = int(rate * articles)
    cut = false[allowed] + 1e-6 if allowed < len(false) else -1e9
    return (cut - shift) / slope


def figures(rows, cuts):
    """Found, false flags, and share on must or may: `cuts` by fold."""
    flagged = [row for row in rows if row.score >= cuts[row.fold][row.group]]
    must = sum(row.sentence.flag == data.MUST for row in rows)
    found = sum(row.fit for row in flagged)
    false = sum(row.sentence.flag == data.MUST_NOT for row in flagged)
    return found / max(must, 1), false, 1 - false / max(len(flagged), 1), flagged


def shown(rows):
    """Of found must the share whose trigger lies in the words shown, and that of which half does."""
    whole = half = 0
    for row in rows:
        inside = row.article.trigger_mask(row.sentence)[: len(row.edges)]
        own = row.sentence
        tokens = row.article.paragraphs[own.paragraph]["tokens"][own.low : own.high]
        low, high = trigger(row.edges, tokens)
        if inside.any():
            share = inside[low:high].sum() / inside.sum()
            whole, half = whole + (share == 1), half + (share >= 0.5)
    return whole / max(len(rows), 1), half / max(len(rows), 1)


def report(title, rows, every):
    count = len({row.article.name for row in rows})
    flags = np.array([row.sentence.flag for row in rows])
    scores = np.array([row.score for row in rows])
    sure = flags != data.MAY
    print(f"{title}: {count} articles, {len(rows)} sentences, {(flags == data.MUST).sum()} must")
    found = data.found_at(scores, flags, count, RATES)
    print(
        f"  average precision {data.average_precision(scores, flags):.3f}, without may"
        f" {data.average_precision(scores[sure], flags[sure]):.3f}; must found at"
        f" {' / '.join(f'{rate}' for rate in RATES)} false an article: {' / '.join(f'{x:.3f}' for x in found)}"
    )
    for rate in RATES:
        cuts = {}
        for fold in range(data.FOLDS):
            others = [row for row in every if row.fold != fold]
            cuts[fold] = cuts_for(others, rate, len({row.article.name for row in others}))
        share, false, right, flagged = figures(rows, cuts)
        print(f"  cuts for {rate}: must found {share:.3f}, false an article {false / count:.2f}, on must or may {right:.2f}")
        if rate == 0.8:
            kinds = collections.defaultdict(lambda: [0, 0])
            caught = {id(row) for row in flagged if row.fit}
            for row in rows:
                if row.sentence.flag == data.MUST:
                    kinds[row.sentence.kind][1] += 1
                    kinds[row.sentence.kind][0] += id(row) in caught
            print("  " + ", ".join(f"{k} {a}/{b}" for k, (a, b) in sorted(kinds.items(), key=lambda one: -one[1][1])))
            whole, half = shown([row for row in flagged if row.fit])
            print(f"  the words shown hold the trigger in {whole:.2f} of what is found, half of it in {half:.2f}")
    return flagged


def errors(rows, cuts, path):
    with open(path, "w", encoding="utf-8") as out:
        for row in sorted(rows, key=lambda row: -row.score):
            text = pathlib.Path(row.article.path).read_bytes().decode("utf-8")[row.sentence.start : row.sentence.end]
            over = row.score >= cuts[row.group]
            if over and row.sentence.flag == data.MUST_NOT:
                print(f"false {data.KINDS[row.kind]} {row.score:.2f} {row.article.name}: {text}", file=out)
            elif not over and row.sentence.flag == data.MUST:
                print(f"missed {row.sentence.kind} {row.score:.2f} {row.article.name}: {text}", file=out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("gold", type=pathlib.Path, nargs="+")
    parser.add_argument("--heads", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--alone", type=pathlib.Path, nargs="*", default=[])
    parser.add_argument("--errors", type=pathlib.Path)
    options = parser.parse_args()
    articles = data.read(options.features, options.gold)
    rows = rows_of(articles, options.heads)
    report("all", rows, rows)
    names = {pathlib.Path(name).stem for path in options.alone for name in json.loads(path.read_text(encoding="utf-8"))}
    if names:
        report("alone", [row for row in rows if row.article.name in names], rows)
    if options.errors:
        errors(rows, cuts_for(rows, 0.8, len({row.article.name for row in rows})), options.errors)


if __name__ == "__main__":
    main()
