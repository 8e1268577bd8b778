"""Trains the claim head from judged sentences and from what teachers say of others.

    python training/claims_student.py FEATURES WEIGHTS OUT GOLD... --fold K --soft SOFT...

FEATURES is what `copydesk features --claims` prints, WEIGHTS the reader's (src/model/data/reader.safetensors), whose
vectors of word pieces are read as they are; GOLD files in the desk's format, SOFT what `claims_teacher.py --soft` wrote.
Trains on all judged articles but those of fold K; OUT/headK-SEED.pt has the network and what it says of fold K.
"""

import argparse
import pathlib
import random
import time

import numpy as np
import torch
from safetensors.numpy import load_file
from torch.nn import functional as F

import claims_data as data
from claims_network import FLAGS, GAP, HASHED, Head

# Sentences of a batch, about.
SIZE = 160
# What the words shown weigh beside the rest.
EDGES = 0.3
# Tokens of a sentence that are looked at.
LONGEST = 128


class Words:
    """The vector of each distinct run of pieces, as a row of one table."""

    def __init__(self, weights):
        tensors = load_file(str(weights))
        self.rows = tensors["pieces"].astype(np.float32) * tensors["pieces.scale"][:, None]
        self.known = {}

    def index(self, pieces):
        return self.known.setdefault(tuple(pieces), len(self.known) + 1)

    def table(self):
        vectors = np.zeros((len(self.known) + 1, self.rows.shape[1]), dtype=np.float32)
        for pieces, at in self.known.items():
            vectors[at] = np.mean([self.rows[p] if p < len(self.rows) else 0 * self.rows[0] for p in pieces], axis=0)
        return torch.from_numpy(vectors)


class Example:
    """An article's sentences as arrays, with what is to be learned of them: `weight` 0 where nothing is."""

    def __init__(self, article, words, soft=None):
        self.article = article
        self.sentences = article.sentences
        self.rows = []
        for sentence in self.sentences:
            own = article.paragraphs[sentence.paragraph]
            low, high = sentence.low, min(sentence.high, sentence.low + LONGEST)
            index = np.array([words.index(pieces) for pieces in own["pieces"][low:high]])
            hashes = np.array(own["hashes"][low:high])[:, list(HASHED)]
            self.rows.append((index, hashes, np.array(own["flags"][low:high])))
        self.around = np.array([article.paragraphs[s.paragraph]["around"] for s in self.sentences], dtype=np.float32)
        self.flags = np.zeros((len(self.sentences), 2), dtype=np.float32)
        self.kinds = np.zeros((len(self.sentences), len(data.KINDS)), dtype=np.float32)
        self.weight = np.zeros(len(self.sentences), dtype=np.float32)
        self.triggers = [np.zeros(len(row[0]), dtype=np.float32) for row in self.rows]
        # How likely the words that carry a claim begin and end with a token; all 0 where nobody says.
        self.edges = [np.zeros((len(row[0]), 2), dtype=np.float32) for row in self.rows]
        for at, sentence in enumerate(self.sentences):
            if soft is None:
                self.judged(at, sentence)
            elif (article.name, sentence.start) in soft:
                self.taught(at, soft[article.name, sentence.start])

    def judged(self, at, sentence):
        if sentence.flag < 0:
            return
        self.weight[at] = 1
        self.flags[at] = sentence.flag >= data.MAY, sentence.flag >= data.MUST
        if sentence.flag >= data.MAY and sentence.kind in data.KINDS:
            self.kinds[at, data.KINDS.index(sentence.kind)] = 1
        self.triggers[at][:] = self.article.trigger_mask(sentence)[: len(self.triggers[at])]
        for edge, token in enumerate(self.article.edges(sentence) or ()):
            self.edges[at][min(token, len(self.edges[at]) - 1), edge] = 1

    def taught(self, at, said):
        flags, kinds, triggers, edges = said
        self.weight[at] = 1
        self.flags[at] = 1 / (1 + np.exp(-flags))
        chances = np.exp(kinds - kinds.max())
        self.kinds[at] = self.flags[at][0] * chances / chances.sum()
        own = 1 / (1 + np.exp(-triggers.astype(np.float32)))
        count = min(len(own), len(self.triggers[at]))
        self.triggers[at][:count] = own[:count]
        own = np.exp(edges[:count].astype(np.float32))
        self.edges[at][:count] = self.flags[at][0] * own / own.sum(0).clip(min=1e-6)


def averaged(paths):
    """What some teachers say of sentences, as one: the mean of their log odds."""
    found = {}
    for path in paths:
        for key, said in torch.load(path, weights_only=False).items():
            found.setdefault(key, []).append(said)
    mean = lambda some: np.mean([one.astype(np.float32) for one in some], axis=0)
    return {key: tuple(map(mean, zip(*some))) for key, some in found.items()}


def batch_of(some):
    """What the network sees of articles, and what is to be learned of them."""
    rows = [row for one in some for row in one.rows]
    between = [np.zeros((GAP, width), dtype=np.int64) for width in (1, len(HASHED), len(FLAGS))]
    seen = [[], [], []]
    owner = []
    for at, (index, hashed, flagged) in enumerate(rows):
        for to, own, gap in zip(seen, (index[:, None], hashed, flagged), between):
            to += own, gap
        owner += [at] * len(index) + [-1] * GAP
    words, hashes, flags = (torch.from_numpy(np.concatenate(one)) for one in seen)
    gap = np.zeros(GAP, dtype=np.float32)
    triggers = np.concatenate([part for one in some for own in one.triggers for part in (own, gap)])
    none = np.zeros((GAP, 2), dtype=np.float32)
    edges = np.concatenate([part for one in some for own in one.edges for part in (own, none)])
    join = lambda name: torch.from_numpy(np.concatenate([getattr(one, name) for one in some]))
    owner = torch.tensor(owner)
    seen = words.squeeze(1), hashes, flags, owner, join("around"), [len(one.rows) for one in some]
    return seen, (join("flags"), join("kinds"), torch.from_numpy(triggers), torch.from_numpy(edges), join("weight"))


def loss_of(said, wanted, owner):
    flags, kinds, triggers, edges = said
    wanted_flags, wanted_kinds, wanted_triggers, wanted_edges, weight = wanted
    loss = F.binary_cross_entropy_with_logits(flags, wanted_flags, reduction="none").sum(1)
    loss = loss - 0.3 * (kinds.log_softmax(1) * wanted_kinds).sum(1)
    each = F.binary_cross_entropy_with_logits(triggers, wanted_triggers, reduction="none")
    inside = owner >= 0
    count = torch.bincount(owner[inside], minlength=len(loss))
    loss = loss + 2 * loss.new_zeros(len(loss)).scatter_add(0, owner[inside], each[inside]) / count
    # A distribution over the tokens of each sentence. Scores are small numbers: no maximum is taken off.
    own, scores = owner[inside], edges[inside].clamp(-30, 30)
    sums = loss.new_zeros(len(loss), 2).index_add(0, own, scores.exp())
    chances = scores - sums.log()[own]
    loss = loss - EDGES * loss.new_zeros(len(loss)).index_add(0, own, (chances * wanted_edges[inside]).sum(1))
    return (loss * weight).sum() / weight.sum().clamp(min=1)


def batches(examples, dice):
    examples = dice.sample(examples, len(examples))
    some, count = [], 0
    for one in examples:
        some.append(one)
        count += len(one.rows)
        if count >= SIZE:
            yield some
            some, count = [], 0
    if some:
        yield some


@torch.no_grad()
def said(model, examples):
    """By article and start of a sentence: log odds of flags, scores of kinds, log odds of tokens, scores of the edges."""
    model.eval()
    found = {}
    for at in range(0, len(examples), 8):
        some = examples[at : at + 8]
        seen, _ = batch_of(some)
        flags, kinds, triggers, edges = (x.numpy() for x in model(*seen))
        sentences = [(one.article.name, s, len(row[0])) for one in some for s, row in zip(one.sentences, one.rows)]
        first = 0
        for nth, (name, sentence, count) in enumerate(sentences):
            own = slice(first, first + count)
            found[name, sentence.start] = (flags[nth], kinds[nth], triggers[own], edges[own])
            first += count + GAP
    return found


def train(model, gold, soft, options, report=None):
    """Trains a network on articles with gold and on those with soft labels, a share of each an epoch."""
    dice = random.Random(options.seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=options.decay)
    steps = options.epochs * sum(1 for _ in batches(gold * options.times + soft, dice))
    warm = steps // 20 + 1
    pace = lambda at: min((at + 1) / warm, max(steps - at, 0) / (steps - warm))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, pace)
    start = time.time()
    for epoch in range(options.epochs):
        model.train()
        total, count = 0.0, 0
        for some in batches(gold * options.times + soft, dice):
            seen, wanted = batch_of(some)
            loss = loss_of(model(*seen), wanted, seen[3])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        print(f"epoch {epoch + 1} loss {total / count:.4f} {time.time() - start:.0f} s", flush=True)
        if report and (epoch % 2 or epoch + 1 == options.epochs):
            report(model)


def report(answers, held):
    rows = [(answers[a.name, s.start][0], s.flag) for a in held for s in a.sentences if s.flag >= 0]
    flags = np.array([flag for _, flag in rows])
    for name, score in (("must", lambda x: x[1]), ("mixed", lambda x: x[1] + 0.5 * x[0])):
        scores = np.array([score(x) for x, _ in rows])
        found = data.found_at(scores, flags, len(held), (0.4, 0.8, 1.2))
        sure = flags != data.MAY
        figures = data.average_precision(scores, flags), data.average_precision(scores[sure], flags[sure])
        print(f"  {name} AP {figures[0]:.3f} ({figures[1]:.3f} without may) found {' '.join(f'{x:.2f}' for x in found)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("gold", type=pathlib.Path, nargs="+")
    parser.add_argument("--soft", type=pathlib.Path, nargs="*", default=[])
    parser.add_argument("--fold", required=True, help="the fold that is held back; all: none")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--times", type=int, default=1, help="how often an epoch has the gold")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    articles = data.read(options.features, options.gold)
    words = Words(options.weights)
    judged = [a for a in articles.values() if a.claims and a.sentences]
    held = [a for a in judged if str(a.fold) == options.fold and a.whole]
    gold = [Example(a, words) for a in judged if str(a.fold) != options.fold]
    aside = [Example(a, words) for a in held]
    answers = averaged(options.soft)
    taught = sorted({name for name, _ in answers} & articles.keys())
    soft = [Example(articles[name], words, answers) for name in taught]
    model = Head(words.table(), dropout=options.dropout)
    train(model, gold, soft, options, held and (lambda model: report(said(model, aside), held)))
    saved = {"model": model.state_dict(), "fold": options.fold, "articles": sorted(a.name for a in held)}
    torch.save(saved | {"said": said(model, aside)}, options.out / f"head{options.fold}-{options.seed}.pt")


if __name__ == "__main__":
    main()
