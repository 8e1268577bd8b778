"""Learns which source a content belongs to: a small pointer over what the network has tagged.

    python training/link.py FEATURES CORPORA OUT FOLD... --reader CHECKPOINT [--seed N]

FOLDs are networks that `train.py --fold K/N` trained, in the order of K, so that no article's tags come from a network
that has learned it: tags of what was learned by heart are too good to learn from. Prints figures of five folds by
article over PolNeAR's train split, and with READER's tags on its dev split. OUT is a folder
(src/model/data): linker.safetensors, and linker-check.json with feature vectors and scores that a test of the binary
must equal.

For each content the candidates are the sources that the network or the rules find near, and nobody. `features` says
what is seen of a candidate; a layer of HIDDEN units with a rectifier weighs it; the best candidate is the source. A
content goes to nobody also where the best two are closer than SURE and are not the same one.
"""

import argparse
import bisect
import hashlib
import json
import pathlib
import pickle

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

import data
import score
import train
from network import Reader

FORMAT = "copydesk-linker-1"
HIDDEN = 24
# So many sources, and relations of the rules, on each side of a content are looked at, so that time stays linear.
LOOK, HEARD = 6, 12
# Where the best two are nearer to each other than this, nobody is sure.
SURE = 0.1
SOURCE, CUE, CONTENT = 0, 1, 2
PRONOUNS = {"he", "she", "they", "it", "i", "we", "you", "him", "her", "them"}
RELATIVE = {"who", "which", "that", "whom", "whose"}
POSSESSIVE = {"his", "her", "their", "its", "my", "our", "your"}
QUOTES = {"“", "”", '"', "''", "``"}


class Seen:
    """A paragraph with tags: spans of each layer, the chance of each token to be in it, and what the rules relate."""

    def __init__(self, paragraph, words, relations, tags, chances):
        self.words = [word.lower() for word in words]
        self.capital = [word[:1].isupper() for word in words]
        self.tokens = paragraph.tokens
        self.sentence = np.zeros(len(words), dtype=int)
        for at, (low, high) in enumerate(paragraph.sentences):
            self.sentence[low:high] = at
        self.quote = paragraph.flags[:, 0]
        self.named = paragraph.flags[:, 1] > 0
        # By where each begins.
        starts = lambda r: min(part[0] for key in ("source", "cue", "content") for part in r[key])
        self.relations = sorted(relations, key=starts)
        self.starts = [starts(r) for r in self.relations]
        self.spans = [[], [], []]
        for low, high, layer in score.spans(tags):
            self.spans[layer].append((low, high))
        self.chances = chances

    def chance(self, span, layer):
        low, high = span
        return float(self.chances[low:high, 1 + 2 * layer : 3 + 2 * layer].sum() / max(high - low, 1))


    def heard(self, content):
        """The rules' relations near a content."""
        at = bisect.bisect_left(self.starts, content[1])
        return self.relations[max(at - HEARD, 0) : at + HEARD]


def gap(a, b):
    return max(a[0] - b[1], b[0] - a[1], 0)


def overlap(a, b):
    return max(min(a[1], b[1]) - max(a[0], b[0]), 0)


def candidates(seen, content):
    """Spans that may be the source of a content, and whether the network tagged each."""
    sources = seen.spans[SOURCE]
    before = [s for s in sources if s[0] < content[0]][-LOOK:]
    after = [s for s in sources if s[0] >= content[0]][:LOOK]
    found = [(s, 1) for s in before + after]
    for relation in seen.heard(content):
        if relation["hearsay"] or not shares(relation, content):
            continue
        for source in map(tuple, relation["source"]):
            if not any(overlap(source, s) for s, _ in found) and not overlap(source, content):
                found.append((source, 0))
    return found[: 2 * LOOK + 4]


def shares(relation, content):
    """Whether the rules hear most of a content in a relation."""
    return 2 * sum(overlap(tuple(part), content) for part in relation["content"]) > content[1] - content[0]


def between(spans, a, b):
    """How many spans lie between two others."""
    low, high = (a[1], b[0]) if a[1] <= b[0] else (b[1], a[0])
    return sum(low <= s[0] and s[1] <= high for s in spans)


def nearest(spans, to):
    return min(spans, key=lambda span: gap(span, to)) if spans else None


def features(seen, content, candidate, tagged):
    """What is seen of a source (or of nobody: `candidate` is None) for a content, in a fixed order."""
    chance = seen.chance(content, CONTENT)
    quoted = seen.quote[content[0]] in (1, 3)
    whole = seen.quote[content[0]] == 1
    cues = seen.spans[CUE]
    near_cue = nearest(cues, content)
    of_content = [chance, float(quoted), float(whole), min(content[1] - content[0], 40) / 40]
    if candidate is None:
        lonely = near_cue is None or seen.sentence[near_cue[0]] not in (
            seen.sentence[content[0]],
            seen.sentence[content[1] - 1],
        )
        return [1.0, float(lonely), *of_content, *[0.0] * 27]
    word = seen.words[candidate[0]]
    alone = candidate[1] - candidate[0] == 1
    before = candidate[0] < content[0]
    distance = gap(candidate, content)
    mine = nearest(cues, candidate)
    cue_gap = 9 if mine is None else min(gap(mine, candidate), 9)
    first, last = seen.sentence[content[0]], seen.sentence[content[1] - 1]
    own = seen.sentence[candidate[0]]
    apart = max(first - own, own - last, 0)
    follows = mine is not None and mine[0] >= candidate[1]
    same_cue = near_cue is not None and nearest(seen.spans[SOURCE], near_cue) == candidate
    by_rules = other = taken = False
    for relation in seen.heard(content):
        same, its = shares(relation, content), any(overlap(tuple(s), candidate) for s in relation["source"])
        by_rules |= same and its
        other |= same and bool(relation["source"]) and not its
        taken |= its and not same
    low, high = (candidate[1], content[0]) if before else (content[1], candidate[0])
    return [
        0.0,
        0.0,
        *of_content,
        np.log1p(distance) / 4,
        float(distance == 0),
        float(before),
        float(apart == 0),
        min(apart, 3) / 3,
        float(tagged),
        seen.chance(candidate, SOURCE),
        cue_gap / 9,
        float(follows),
        float(same_cue),
        0.0 if near_cue is None or mine is None else float(near_cue == mine),
        min(between(seen.spans[SOURCE], candidate, content), 3) / 3,
        min(between(cues, candidate, content), 3) / 3,
        min(between(seen.spans[CONTENT], candidate, content), 3) / 3,
        float(by_rules),
        float(other),
        float(taken),
        float(alone and word in PRONOUNS),
        float(alone and word in RELATIVE),
        float(alone and word == "i" or alone and word == "we"),
        float(word in POSSESSIVE and not alone),
        float(bool(seen.named[candidate[0] : candidate[1]].any())),
        float(seen.quote[candidate[0]] in (1, 2, 3)),
        min(candidate[1] - candidate[0], 20) / 20,
        float(own == 0),
        float(any(seen.words[t] in ("but", "while", "although", "though", "however", ";") for t in range(low, min(high, low + 60)))),
        1.0,
    ]


WIDTH = 33


def cue_of(seen, content, source):
    """The cue of a content and its source: the nearest to both in one of their sentences."""
    of = {seen.sentence[content[0]], seen.sentence[content[1] - 1]} | ({seen.sentence[source[0]]} if source else set())
    near = [cue for cue in seen.spans[CUE] if seen.sentence[cue[0]] in of]
    if not near:
        return None
    return min(near, key=lambda cue: 2 * gap(cue, content) + (gap(cue, source) if source else 0))


class Pointer(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(WIDTH, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)

    def forward(self, x):
        return self.out(torch.relu(self.hidden(x))).squeeze(-1)


@torch.no_grad()
def tagged(model, paragraphs, words, relations):
    """`Seen` of each paragraph."""
    found = {}
    for batch in train.batches(paragraphs, False):
        inputs = train.tensors(batch)
        _, scores, _ = model(*inputs)
        unary = model.fields["spans"].marginals(scores, inputs[3])[0].numpy()
        for p, row, chance in zip(batch, scores, unary):
            tags = score.decode(model.fields["spans"], row[: len(p)])
            found[id(p)] = Seen(p, words[id(p)], relations[id(p)], tags, chance[: len(p)])
    return [found[id(p)] for p in paragraphs]


def read(path):
    """Paragraphs by article, with words and the rules' relations."""
    articles, words, relations = {}, {}, {}
    for line in open(path, encoding="utf-8"):
        one = json.loads(line)
        text = pathlib.Path(one["path"]).read_bytes().decode("utf-8")
        name = pathlib.Path(one["path"]).stem
        some = []
        for raw in one["paragraphs"]:
            if raw["tokens"]:
                p = data.Paragraph(name, raw, text)
                some.append(p)
                words[id(p)], relations[id(p)] = p.words, raw["relations"]
        articles[name] = some
    return articles, words, relations


def golds(folder, articles):
    """By article the gold attributions as (sources, contents) in code points, hearsay with no source among them."""
    found, first = {}, {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    for name, path in first.items():
        spans, events = data.brat(path)
        found[name] = []
        for _, roles in events:
            places = {role: [place for key in keys for place in spans[key][1]] for role, keys in roles.items()}
            if places.get("Content"):
                found[name].append((places.get("Source", []), places["Content"]))
    return found


def points(seen, span):
    return int(seen.tokens[span[0], 0]), int(seen.tokens[span[1] - 1, 1])


def examples(seen, gold):
    """For each content of a paragraph that gold has too: candidates, their features, which are right (-1: nobody)."""
    for content in seen.spans[CONTENT]:
        place = points(seen, content)
        best, most = None, 0
        for source, contents in gold:
            shared = sum(overlap(place, tuple(c)) for c in contents)
            if shared > most:
                best, most = source, shared
        some = candidates(seen, content)
        right = [bool(best) and any(overlap(points(seen, s), b) for b in best) for s, _ in some]
        known = best is not None and 2 * most > place[1] - place[0]
        rows = [features(seen, content, s, t) for s, t in some] + [features(seen, content, None, 0)]
        # What is no content, or has a source that is no candidate, is nobody's.
        yield content, some, np.array(rows, dtype=np.float32), np.array(right + [not any(right)]), known


def fit(sets, seed, epochs=10):
    torch.manual_seed(seed), np.random.seed(seed)
    model = Pointer()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-3)
    most = max(len(rows) for rows, _ in sets)
    x = torch.zeros(len(sets), most, WIDTH)
    y = torch.zeros(len(sets), most, dtype=torch.bool)
    pad = torch.full((len(sets), most), -1e9)
    for at, (rows, right) in enumerate(sets):
        x[at, : len(rows)], y[at, : len(rows)], pad[at, : len(rows)] = torch.from_numpy(rows), torch.from_numpy(right), 0
    steps = epochs * (len(sets) // 64 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=steps)
    for _ in range(epochs):
        for chosen in torch.randperm(len(sets)).split(64):
            scores = model(x[chosen]) + pad[chosen]
            loss = (scores.logsumexp(1) - scores.masked_fill(~y[chosen], -1e9).logsumexp(1)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return model.eval()


@torch.no_grad()
def relations(seen, model, sure=0.0):
    """(source, cue, contents, chance) of each relation of a paragraph: contents of one source and cue are one."""
    found = {}
    for content in seen.spans[CONTENT]:
        some = candidates(seen, content)
        rows = [features(seen, content, s, t) for s, t in some] + [features(seen, content, None, 0)]
        chances = model(torch.tensor(rows, dtype=torch.float32)).softmax(0).numpy()
        order = np.argsort(-chances)
        source = some[order[0]][0] if order[0] < len(some) else None
        if source and len(order) > 1 and chances[order[0]] - chances[order[1]] < sure:
            source = None
        cue = cue_of(seen, content, source)
        found.setdefault((source, cue), []).append((content, float(chances[order[0]])))
    return [(s, c, [x for x, _ in contents], min(p for _, p in contents)) for (s, c), contents in found.items()]


def by_nearest(seen):
    """What the program did before: content to nearest cue, cue to nearest source of its sentence."""
    found = {}
    for content in seen.spans[CONTENT]:
        of = (seen.sentence[content[0]], seen.sentence[content[1] - 1])
        own = [k for k in seen.spans[CUE] if of[0] <= seen.sentence[k[0]] <= of[1]]
        near = own or [k for k in seen.spans[CUE] if of[0] - 1 <= seen.sentence[k[0]] <= of[1] + 1]
        cue = nearest(near, content)
        anchor = cue or content
        source = nearest([s for s in seen.spans[SOURCE] if seen.sentence[s[0]] == seen.sentence[anchor[0]]], anchor)
        found.setdefault((source, cue), []).append(content)
    return [(s, c, contents, 1.0) for (s, c), contents in found.items()]


def measure(pairs, link):
    """Content with its source as `copydesk eval` counts it, and the token F1 of each layer of what was linked.
    `pairs`: paragraphs with what is seen of them, by article, and the article's gold."""
    hits = total = found_right = found_all = 0
    wrong = silent = 0
    counts = np.zeros((3, 3))
    iou = lambda a, b: len(a & b) / max(len(a | b), 1)
    for some, gold in pairs:
        ours = []
        for paragraph, seen in some:
            masks = np.zeros((3, len(paragraph)), dtype=bool)
            for source, cue, contents, _ in link(seen):
                if source is None and cue is None:
                    continue
                for layer, spans in ((SOURCE, [source]), (CUE, [cue]), (CONTENT, contents)):
                    for span in spans:
                        if span:
                            masks[layer, span[0] : span[1]] = True
                if source:
                    ours.append((points(seen, source), score.points([points(seen, c) for c in contents])))
            wanted = (np.maximum(paragraph.spans, 1) - 1) // 2
            for layer in range(3):
                theirs = (paragraph.spans > 0) & (wanted == layer)
                counts[layer] += (masks[layer] & theirs).sum(), masks[layer].sum(), theirs.sum()
        theirs = [(s, score.points(c)) for s, c in gold if s]
        near = [[o for o in ours if iou(o[1], c) >= 0.5] for _, c in theirs]
        for (source, _), some_ours in zip(theirs, near):
            total += 1
            right = any(overlap(o[0], s) for o in some_ours for s in source)
            hits += right
            wrong += bool(some_ours) and not right
            silent += not some_ours
        found_all += len(ours)
        for source, content in ours:
            found_right += any(iou(content, c) >= 0.5 and any(overlap(source, p) for p in s) for s, c in theirs)
    figures = {name: score.f1(*counts[at])[0] for at, name in enumerate(data.LAYERS)}
    figures |= {"linked": 100 * hits / total, "precision": 100 * found_right / max(found_all, 1)}
    figures |= {"wrong source": 100 * wrong / total, "no content": 100 * silent / total}
    return {key: round(float(value), 2) for key, value in figures.items()}


def write(out, model, dev):
    """The weights as the binary reads them, and vectors of features with the scores that it must give them."""
    tensors = {}
    for name, layer in (("hidden", model.hidden), ("out", model.out)):
        tensors[name] = np.ascontiguousarray(layer.weight.detach().numpy().T)
        tensors[f"{name}.bias"] = layer.bias.detach().numpy()
    save_file(tensors, str(out / "linker.safetensors"), metadata={"format": FORMAT})
    rows = [rows for some, gold in dev.values() for _, seen in some for _, _, rows, _, _ in examples(seen, gold)]
    rows = np.concatenate(rows)[:: len(rows) // 40]
    with torch.no_grad():
        scores = model(torch.from_numpy(rows)).numpy()
    check = {"features": np.round(rows, 6).tolist(), "scores": np.round(scores, 5).tolist()}
    (out / "linker-check.json").write_text(json.dumps(check, separators=(",", ":")) + "\n")
    digest = hashlib.sha256((out / "linker.safetensors").read_bytes()).hexdigest()
    print(digest, (out / "linker.safetensors").stat().st_size, "bytes")


def load(path):
    weights = torch.load(path, weights_only=False)["model"]
    model = Reader(weights["pieces"][:-2])
    model.load_state_dict(weights)
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("folds", type=pathlib.Path, nargs="+")
    parser.add_argument("--reader", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sure", type=float, default=SURE)
    parser.add_argument("--memory", type=pathlib.Path, help="keeps what the networks tag in this file")
    options = parser.parse_args()
    torch.set_num_threads(1)
    articles, words, related = read(options.features / "polnear.jsonl")
    sides = {}
    if options.memory and options.memory.exists():
        sides = pickle.loads(options.memory.read_bytes())
    else:
        for side in ("train", "dev"):
            folder = options.corpora / "polnear" / side
            paragraphs = data.polnear(folder, articles)
            gold = golds(folder, articles)
            seen = {}
            if side == "dev":
                seen = dict(zip(map(id, paragraphs), tagged(load(options.reader), paragraphs, words, related)))
            else:
                for at, path in enumerate(options.folds):
                    own = [p for p in paragraphs if data.fold_of(p.article, f"{at}/{len(options.folds)}")]
                    seen |= dict(zip(map(id, own), tagged(load(path), own, words, related)))
            by_article = {}
            for p in paragraphs:
                by_article.setdefault(p.article, []).append((p, seen[id(p)]))
            sides[side] = {name: (some, gold[name]) for name, some in by_article.items()}
        if options.memory:
            options.memory.write_bytes(pickle.dumps(sides))
    sets = {}
    for name, (some, gold) in sides["train"].items():
        # Who says what gold has not is not known.
        sets[name] = [(rows, right) for _, seen in some for _, _, rows, right, known in examples(seen, gold) if known]
    print("train by nearest", measure(sides["train"].values(), by_nearest), flush=True)
    folds = []
    for at in range(5):
        inside = [name for name in sets if data.fold_of(name, f"{at}/5")]
        model = fit([one for name in sets if name not in set(inside) for one in sets[name]], options.seed)
        folds.append(measure([sides["train"][name] for name in inside], lambda seen: relations(seen, model, options.sure)))
    print("train, five folds", {key: round(float(np.mean([f[key] for f in folds])), 2) for key in folds[0]}, flush=True)
    model = fit([one for some in sets.values() for one in some], options.seed)
    print("dev by nearest", measure(sides["dev"].values(), by_nearest))
    print("dev", measure(sides["dev"].values(), lambda seen: relations(seen, model, options.sure)), flush=True)
    write(options.out, model, sides["dev"])


if __name__ == "__main__":
    main()
