"""Fits the weights of src/analysis/coref/pronoun.rs: whom "he" and "she" speak of.

    python training/labels_speakers.py expand CORPORA OUT
    COPYDESK_PRONOUNS=rows.jsonl COPYDESK_SPEAKERS=OUT cargo test --lib pronouns_for_fitting -- --ignored
    python training/pronouns.py rows.jsonl

Each row is a pronoun whose person is known, with the people who were spoken of before and the signs of each mention of
theirs. A candidate is worth what its best mention is worth; nobody is worth the last number. Logistic ranking; ten folds by article say what an article is worth that taught nothing. Prints the figures and the table
as it stands in the code.
"""

import collections
import hashlib
import json
import pathlib
import re
import sys

import torch

CODE = pathlib.Path(__file__).parent.parent / "src/analysis/coref/pronoun.rs"
FOLDS = 10
# How strongly a weight is drawn to its place in PRIOR, where rules that were worked out by hand had it, in the same unit
# as what is fitted. There are too few pronouns to do without; what is kept back is a little better for it.
PULL = 1.0
PRIOR = {
    "here": 3.0,
    "one back": 2.0,
    "two back": 1.0,
    "three back": 0.5,
    "paragraph": 0.375,
    "gender unknown": -0.625,
    "subject beside": -1.25,
    "object beside": 0.5,
    "subject": 1.0,
    "first": 0.375,
    "spoke before": 0.75,
    "possessive": -0.25,
    "idle": -1.0,
    "unnamed before": -0.75,
    "quoted": -1.5,
    "out of quotation": -0.5,
    "own quotation": -2.25,
    "controls": 1.625,
    "goes on": 1.0,
    "in quotation": -2.0,
    "people between": -0.05,
    "later mentions": 0.075,
}
MARGINS = (0.0, 0.05, 0.1, 0.2, 0.3)


def fold_of(article):
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % FOLDS


class Rows:
    """Rows as one table of mentions: `of` says which candidate each is of, and `place` where a candidate stands in its row."""

    def __init__(self, rows):
        mentions, of, self.place, self.gold = [], [], [], []
        self.width = 1 + max(len(row["candidates"]) for row in rows)
        for nth, row in enumerate(rows):
            gold = [at for at, it in enumerate(row["candidates"]) if it["gold"]]
            self.gold.append(gold[0] if gold else self.width - 1)
            for at, candidate in enumerate(row["candidates"]):
                of += [len(self.place)] * len(candidate["mentions"])
                mentions += candidate["mentions"]
                self.place.append(nth * self.width + at)
        self.mentions, self.of = torch.tensor(mentions), torch.tensor(of)
        self.place, self.gold = torch.tensor(self.place), torch.tensor(self.gold)

    def scores(self, weights):
        """A row each; the last of each is nobody's."""
        worth = self.mentions @ weights[:-1]
        best = torch.full((len(self.place),), -1e9).scatter_reduce(0, self.of, worth, "amax")
        table = torch.full((len(self.gold) * self.width,), -1e9).index_put((self.place,), best)
        table = table.reshape(-1, self.width)
        return torch.cat([table[:, :-1], weights[-1].expand(len(table), 1)], 1)


def fit(rows, prior):
    rows, weights = Rows(rows), prior.clone().requires_grad_(True)
    optimizer = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(rows.scores(weights), rows.gold)
        loss = loss + PULL * (weights - prior)[:-1].square().mean()
        loss.backward()
        return loss

    optimizer.step(closure)
    return weights.detach()


def count(rows, weights, margin):
    rows, found = Rows(rows), collections.Counter()
    chances = torch.softmax(rows.scores(weights), 1)
    nobody = rows.width - 1
    for row, right in zip(chances, rows.gold.tolist()):
        (first, second), at = row.topk(2).values.tolist(), int(row.argmax())
        if at == nobody or first - second <= margin:
            found["nobody" if right < nobody else "rightly nobody"] += 1
        else:
            found["right" if at == right else "wrong"] += 1
    return found


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    rows = [row for row in rows if row["candidates"]]
    table = re.search(r"const WEIGHTS.*?\n(.*?)\n\];", CODE.read_text(encoding="utf-8"), re.S).group(1)
    names, now = zip(*re.findall(r'\("([^"]+)", (-?[\d.]+)\)', table))
    now = torch.tensor([float(it) for it in now])
    start = torch.tensor([PRIOR.get(name, 0.0) for name in names])
    print(len(rows), "pronouns in", len({row["article"] for row in rows}), "articles")
    for margin in MARGINS:
        print("as they stand, margin", margin, dict(count(rows, now, margin)))
    of_fold = lambda some, fold: [row for row in some if fold_of(row["article"]) == fold]
    taught = [fit([row for row in rows if fold_of(row["article"]) != fold], start) for fold in range(FOLDS)]
    folds = [(of_fold(rows, fold), taught[fold]) for fold in range(FOLDS) if of_fold(rows, fold)]
    for margin in MARGINS:
        print("kept back, margin", margin, dict(sum((count(*fold, margin) for fold in folds), collections.Counter())))
    # As they stand in the code.
    for name, weight in zip(names, fit(rows, start).tolist()):
        print(f'    ("{name}", {weight:.2f}),')


if __name__ == "__main__":
    main()
