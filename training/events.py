"""Fits the weights of src/corpus/score.rs: what tells that two articles report one event.

    COPYDESK_PAIRS=target/training/pairs.tsv cargo test --lib pairs_for_fitting -- --ignored
    python training/events.py target/training/pairs.tsv

Logistic regression on pairs of ECB+ (train topics) and BASIL, each weight held to the sign that it must have, so that no
accident of a corpus ("years apart" for one event) is learned. Prints the table as it stands in the code.
"""

import csv
import sys

import torch
from torch.nn import functional as F

AGAINST = {"elsewhere", "other person", "slots apart", "weekday conflict", "years apart"}
# BASIL is smaller, and what is read in newsrooms is more like it.
SHARES = {"ecbplus": 1.0, "basil": 2.0}


def main():
    torch.manual_seed(1)
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    names = list(rows[0])[4:]
    signs = torch.tensor([[float(row[name]) for name in names] for row in rows])
    same = torch.tensor([float(row["same"]) for row in rows])
    share = torch.tensor([SHARES[row["corpus"]] for row in rows])
    direction = torch.tensor([-1.0 if name in AGAINST else 1.0 for name in names])
    size, before = torch.zeros(len(names), requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([size, before], lr=0.05)
    for step in range(3000):
        weights = direction * F.softplus(size)
        odds = signs @ weights + before
        loss = (F.binary_cross_entropy_with_logits(odds, same, reduction="none") * share).sum() / share.sum()
        optimizer.zero_grad()
        (loss + 1e-3 * weights.square().mean()).backward()
        optimizer.step()
        if step % 500 == 0:
            print(f"step {step}: loss {loss.item():.4f}", file=sys.stderr)
    for name, weight in zip(names, (direction * F.softplus(size)).tolist()):
        print(f'    ("{name}", {weight:.1f}),')
    print(f"before: {before.item():.1f}")


if __name__ == "__main__":
    main()
