"""Teaches a public encoder which sentences claim something that nobody answers for.

    python training/claims_teacher.py MODEL FEATURES OUT GOLD... --fold K [--epochs N] [--soft SENTENCES]

MODEL is the folder of all-MiniLM-L6-v2, FEATURES what `copydesk features` prints, GOLD files in the desk's format. Trains
on all judged articles but those of fold K, and writes into OUT what it says of fold K, and of SENTENCES sentences that
nobody judged: too slow to ship, it is the teacher of `claims_student.py`. `--fold all` holds nothing back.
"""

import argparse
import pathlib
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import claims_data as data
import teacher
from network import FLAGS, ROWS

WIDTH = teacher.WIDTH
# Word pieces of a window, the sentence before its first included.
LONGEST = 192
# Layers of the encoder that stay as they are; the flags of tokens are added after them.
FROZEN = 3


class Claims(nn.Module):
    """The encoder with heads for sentences (may or must, must, kind) and for the words that carry the claim."""

    def __init__(self, folder):
        super().__init__()
        self.cutter = teacher.Teacher(folder)
        self.encoder = self.cutter.encoder
        self.shape = nn.Embedding(ROWS[3], WIDTH)
        self.flagged = nn.ModuleList(nn.Embedding(rows, WIDTH) for rows in FLAGS)
        for table in [self.shape, *self.flagged]:
            nn.init.normal_(table.weight, std=0.01)
        self.look = nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(0.15)
        self.flags = nn.Linear(3 * WIDTH, 2)
        self.kinds = nn.Linear(3 * WIDTH, len(data.KINDS))
        self.triggers = nn.Linear(WIDTH, 1)
        self.edges = nn.Linear(WIDTH, 2)

    @torch.no_grad()
    def lower(self, ids):
        """What the frozen half of the encoder makes of word pieces: the same in every epoch."""
        encoder = self.encoder
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = encoder.norm(encoder.words(ids) + encoder.places[: ids.shape[1]] + encoder.kind)
            for layer in encoder.layers[:FROZEN].eval():
                x = layer(x, torch.where(ids > 0, 0.0, -1e4)[:, None, None, :])
        return x.bfloat16()

    def forward(self, batch):
        more = self.shape(batch["shape"]) + sum(table(batch["flags"][:, :, at]) for at, table in enumerate(self.flagged))
        seen = torch.where(batch["ids"] > 0, 0.0, -1e4)[:, None, None, :]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = batch["lower"].float() + more
            for layer in self.encoder.layers[FROZEN:]:
                x = layer(x, seen)
        x = self.dropout(x.float())
        triggers = self.triggers(x).squeeze(2)
        # Sentences as rows: which pieces are theirs.
        rows, mask = x[batch["row"]], batch["mask"]
        weights = self.look(rows).squeeze(2).masked_fill(~mask, -1e4).softmax(1)
        looked = (weights[:, :, None] * rows).sum(1)
        mean = (mask[:, :, None] * rows).sum(1) / mask.sum(1, keepdim=True)
        highest = rows.masked_fill(~mask[:, :, None], -1e4).amax(1)
        pooled = torch.cat([looked, mean, highest], 1)
        return self.flags(pooled), self.kinds(pooled), triggers, self.edges(x)


class Window:
    """A run of an article's sentences, as pieces with their tokens, and some pieces before it as context."""

    __slots__ = ("article", "first", "before", "own", "length", "lower")

    def __init__(self, article, first, before, own):
        self.article, self.first, self.before, self.own = article, first, before, own
        self.length = 2 + len(before) + sum(map(len, own))
        self.lower = None


def windows(article, cut):
    """Runs of sentences that fit the encoder, each with the sentence before its first as context."""
    text = pathlib.Path(article.path).read_bytes().decode("utf-8")
    some = []
    for sentence in article.sentences:
        paragraph = article.paragraphs[sentence.paragraph]
        pieces = []
        for at in range(sentence.low, sentence.high):
            start, end = paragraph["tokens"][at]
            pieces += [(piece, at, sentence.paragraph) for piece in cut(text[start:end])]
        some.append(pieces[: LONGEST - 2])
    found, first = [], 0
    while first < len(some):
        before = some[first - 1][-60:] if first else []
        last, count = first, len(before) + 2
        while last < len(some) and (last == first or count + len(some[last]) <= LONGEST):
            count += len(some[last])
            last += 1
        before = before[max(count - LONGEST, 0) :]
        found.append(Window(article, first, before, some[first:last]))
        first = last
    return found


def ids_of(some):
    ids = torch.zeros(len(some), max(one.length for one in some), dtype=torch.long)
    for row, one in zip(ids, some):
        pieces = [101, *(piece for part in [one.before, *one.own] for piece, _, _ in part), 102]
        row[: len(pieces)] = torch.tensor(pieces)
    return ids


def lowered(model, some, size=16):
    """Gives windows what the frozen layers make of them."""
    some = sorted(some, key=lambda one: one.length)
    for at in range(0, len(some), size):
        part = some[at : at + size]
        for one, x in zip(part, model.lower(ids_of(part))):
            one.lower = x[: one.length].clone()
    return some


def batch_of(some):
    ids = ids_of(some)
    longest = ids.shape[1]
    lower = torch.zeros(len(some), longest, WIDTH, dtype=torch.bfloat16)
    shape = torch.zeros_like(ids)
    flags = torch.zeros(len(some), longest, len(FLAGS), dtype=torch.long)
    token = torch.full((len(some), longest), -1)
    row, spans = [], []
    for nth, one in enumerate(some):
        lower[nth, : one.length] = one.lower
        end = 1
        for at, pieces in enumerate([one.before, *one.own]):
            start, end = end, end + len(pieces)
            if pieces:
                paragraphs = [one.article.paragraphs[paragraph] for _, _, paragraph in pieces]
                where = [where for _, where, _ in pieces]
                shape[nth, start:end] = torch.tensor([p["hashes"][w][3] for p, w in zip(paragraphs, where)])
                flags[nth, start:end] = torch.tensor([p["flags"][w] for p, w in zip(paragraphs, where)])
                token[nth, start:end] = torch.tensor(where)
            if at:
                row.append(nth)
                spans.append((start, end, one.article, one.article.sentences[one.first + at - 1]))
    mask = torch.zeros(len(row), longest, dtype=torch.bool)
    for at, (start, end, _, _) in enumerate(spans):
        mask[at, start:end] = True
    return {"ids": ids, "lower": lower, "shape": shape, "flags": flags, "token": token, "row": torch.tensor(row), "mask": mask, "spans": spans}


def loss_of(model, batch):
    flags, kinds, triggers, edges = model(batch)
    sentences = [sentence for _, _, _, sentence in batch["spans"]]
    flag = torch.tensor([sentence.flag for sentence in sentences])
    known = flag >= 0
    if not known.any():
        return None
    wanted = torch.stack([flag >= data.MAY, flag >= data.MUST], 1).float()
    loss = F.binary_cross_entropy_with_logits(flags[known], wanted[known])
    marked = [at for at, sentence in enumerate(sentences) if sentence.flag >= data.MAY and sentence.kind in data.KINDS]
    if marked:
        kind = torch.tensor([data.KINDS.index(sentences[at].kind) for at in marked])
        loss = loss + 0.1 * F.cross_entropy(kinds[marked], kind)
    wanted = torch.zeros_like(triggers)
    heard = torch.zeros_like(triggers, dtype=torch.bool)
    for nth, (start, end, article, sentence) in zip(batch["row"].tolist(), batch["spans"]):
        if sentence.flag >= 0 and end > start:
            inside = article.trigger_mask(sentence)
            where = batch["token"][nth, start:end] - sentence.low
            wanted[nth, start:end] = torch.from_numpy(inside)[where].float()
            heard[nth, start:end] = True
    loss = loss + 0.5 * F.binary_cross_entropy_with_logits(triggers[heard], wanted[heard])
    # The first piece of the first token of a trigger, and of the last.
    found = []
    for nth, (start, end, article, sentence) in zip(batch["row"].tolist(), batch["spans"]):
        ends = article.edges(sentence) if sentence.flag >= data.MAY and end > start else None
        for at, token in enumerate(ends or ()):
            where = (batch["token"][nth, start:end] - sentence.low == token).nonzero()
            if len(where):
                found.append(F.cross_entropy(edges[nth, start:end, at], where[0, 0]))
    return loss + 0.1 * torch.stack(found).mean() if found else loss


@torch.no_grad()
def said(model, some, size=12):
    """What the network says of articles: by name, per sentence the log odds of its flags, of its kinds, of its
    tokens, and for each token the log probability that a trigger begins and ends with it."""
    model.eval()
    found = {}
    some = lowered(model, some)
    for at in range(0, len(some), size):
        batch = batch_of(some[at : at + size])
        flags, kinds, triggers, edges = model(batch)
        for nth, (start, end, article, sentence) in enumerate(batch["spans"]):
            row = batch["row"][nth]
            tokens = np.full(sentence.high - sentence.low, -9.0, dtype=np.float32)
            where = (batch["token"][row, start:end] - sentence.low).numpy()
            np.maximum.at(tokens, where, triggers[row, start:end].numpy())
            ends = np.full((sentence.high - sentence.low, 2), -20.0, dtype=np.float32)
            if end > start:
                np.logaddexp.at(ends, where, edges[row, start:end].log_softmax(0).numpy())
            some = tokens.astype(np.float16), ends.astype(np.float16)
            found[article.name, sentence.start] = (flags[nth].numpy(), kinds[nth].numpy(), *some)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("gold", type=pathlib.Path, nargs="+")
    parser.add_argument("--fold", required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--size", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--soft", type=int, default=0, help="sentences that nobody judged to say something of")
    parser.add_argument("--steps", type=int, help="stop after so many steps")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    dice = random.Random(options.seed)
    articles = data.read(options.features, options.gold)
    model = Claims(options.model)
    model.encoder.requires_grad_(False)
    model.encoder.layers[FROZEN:].requires_grad_(True)
    judged = [article for article in articles.values() if article.claims]
    held = [article for article in judged if str(article.fold) == options.fold]
    own = [w for article in judged if str(article.fold) != options.fold for w in windows(article, model.cutter.cut)]
    start = time.time()
    lowered(model, own)
    print(f"{len(own)} windows, {time.time() - start:.0f} s", flush=True)
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for module in (model.shape, model.flagged, model.look, model.flags, model.kinds, model.triggers, model.edges) for p in module.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": options.rate}, {"params": heads, "lr": 10 * options.rate}], weight_decay=0.01
    )
    steps = options.epochs * (-(-len(own) // options.size))
    warm = steps // 10
    pace = lambda at: min((at + 1) / warm, (steps - at) / (steps - warm))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, pace)
    start, taken = time.time(), 0
    for epoch in range(options.epochs):
        model.train()
        total = 0.0
        # Windows of like length together.
        dice.shuffle(own)
        own.sort(key=lambda one: one.length // 40)
        batches = [own[at : at + options.size] for at in range(0, len(own), options.size)]
        dice.shuffle(batches)
        for some in batches:
            loss = loss_of(model, batch_of(some))
            taken += 1
            if loss is not None:
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                total += loss.item()
            schedule.step()
            if taken == options.steps:
                print(f"{taken} of {steps} steps in {time.time() - start:.0f} s", flush=True)
                return
        print(f"epoch {epoch + 1} loss {total / len(batches):.4f} {time.time() - start:.0f} s", flush=True)
        if held:
            report(said(model, [w for article in held for w in windows(article, model.cutter.cut)]), held)
    for which, some in (("held", held), ("soft", data.unlabelled(articles, options.soft) if options.soft else [])):
        if some:
            answers = said(model, [w for article in some for w in windows(article, model.cutter.cut)])
            torch.save(answers, options.out / f"{which}{options.fold}-{options.seed}.pt")
    print(f"done {time.time() - start:.0f} s", flush=True)


def report(answers, held):
    rows = [(answers[article.name, s.start][0], s.flag) for article in held for s in article.sentences if s.flag >= 0]
    flags = np.array([flag for _, flag in rows])
    for name, score in (("must", lambda x: x[1]), ("sum", lambda x: x[0] + x[1])):
        scores = np.array([score(x) for x, _ in rows])
        found = data.found_at(scores, flags, len(held), (0.4, 0.8, 1.2))
        print(f"  {name} AP {data.average_precision(scores, flags):.3f} found {' '.join(f'{x:.2f}' for x in found)}", flush=True)


if __name__ == "__main__":
    main()
