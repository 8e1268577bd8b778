"""Gold and features, joined: paragraphs whose tokens carry labels.

Features come from `copydesk features` (one JSON object an article), so that the trainer sees exactly what the binary
sees. Offsets of gold are code points, as are those of the tokens.
"""

import collections
import hashlib
import json
import pathlib

import numpy as np

# Labels of the names layer: outside, then begin and inside of each type, in the order of `model::features`.
TYPES = ["person", "organization", "place", "group", "event", "product", "other"]
FOLDED = {
    "Person": "person",
    "Organization": "organization",
    "Location": "place",
    "Facility": "place",
    "NORP": "group",
    "Product": "product",
    "Misc": "other",
}
LAYERS = ["Source", "Cue", "Content"]
PIECES = 4
# Tags of each head: outside, then begin and inside of each label. Sources, cues and contents are one layer: in PolNeAR
# no two of them share a token (5 in 100,000 do, by slips).
TAGS = {"names": 1 + 2 * len(TYPES), "spans": 1 + 2 * len(LAYERS)}


class Paragraph:
    """Tokens of one paragraph; a label array is None where there is no gold of its kind."""

    __slots__ = ("article", "words", "tokens", "sentences", "pieces", "hashes", "flags", "names", "spans", "said", "soft")

    def __init__(self, article, raw, text=None):
        self.article = article
        # The words themselves are only for teachers.
        self.words = text and [text[start:end] for start, end in raw["tokens"]]
        self.tokens = np.array(raw["tokens"], dtype=np.int64).reshape(-1, 2)
        self.sentences = raw["sentences"]
        padded = [(p + [-1] * PIECES)[:PIECES] for p in raw["pieces"]]
        self.pieces = np.array(padded, dtype=np.int32).reshape(-1, PIECES)
        self.hashes = np.array(raw["hashes"], dtype=np.int32).reshape(-1, 4)
        self.flags = np.array(raw["flags"], dtype=np.int32).reshape(-1, 5)
        self.names = self.spans = self.said = self.soft = None

    def __len__(self):
        return len(self.tokens)


def read_features(path, words=False):
    """By the article's file name without its ending: its paragraphs, with their words when asked for."""
    articles = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            name = pathlib.Path(one["path"]).stem
            text = pathlib.Path(one["path"]).read_text(encoding="utf-8") if words else None
            articles[name] = [Paragraph(name, raw, text) for raw in one["paragraphs"] if raw["tokens"]]
    return articles


def changed(noisy, articles):
    """Of articles with noise the paragraphs that differ from the original's, by article."""
    found = {}
    for name, paragraphs in noisy.items():
        originals = {int(p.tokens[0, 0]): p for p in articles.get(name, [])}
        same = lambda p, q: q is not None and len(p) == len(q) and (p.hashes == q.hashes).all()
        found[name] = [p for p in paragraphs if not same(p, originals.get(int(p.tokens[0, 0])))]
    return found


def fold_of(article, fold):
    """Whether an article is in fold K of N, `fold` being "K/N": by a hash of its name, so that it stays where it is."""
    at, count = map(int, fold.split("/"))
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % count == at


def overlapping(paragraph, start, end):
    """Indices of the tokens that a span touches."""
    low = np.searchsorted(paragraph.tokens[:, 1], start, side="right")
    high = np.searchsorted(paragraph.tokens[:, 0], end, side="left")
    return low, high


def worldwide(folder, articles):
    """Names of the worldwide newswire corpus: (train, dev) paragraphs, and the gold spans of dev by article."""
    gold = json.loads((pathlib.Path(folder) / "gold.json").read_text())
    train, dev, spans = [], [], {}
    for name, entry in gold.items():
        text = (pathlib.Path(folder) / "articles" / f"{name}.txt").read_text(encoding="utf-8")
        entities = []
        for e in entry["entities"]:
            if e["type"] in FOLDED:
                start, end = bare(text, e["start"], e["end"])
                entities.append((start, end, FOLDED[e["type"]]))
        for paragraph in articles.get(name, []):
            paragraph.names = np.zeros(len(paragraph), dtype=np.int64)
            for start, end, kind in entities:
                low, high = overlapping(paragraph, start, end)
                if low < high:
                    label = 1 + 2 * TYPES.index(kind)
                    paragraph.names[low] = label
                    paragraph.names[low + 1 : high] = label + 1
            (train if entry["split"] == "train" else dev).append(paragraph)
        if entry["split"] != "train":
            spans[name] = entities
    return train, dev, spans


def bare(text, start, end):
    """Without a leading article and a possessive, as names are shown."""
    for article in ("the ", "The ", "THE "):
        if text[start:end].startswith(article):
            start += len(article)
    for mark in ("'s", "’s", "'S"):
        if text[start:end].endswith(mark):
            end -= len(mark)
    return start, end


def brat(path):
    """Spans by id and relations of a brat file of PolNeAR."""
    spans, events = {}, []
    # Only a line feed ends a line: some texts hold other line ends.
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("T") and line.count("\t") >= 2:
            key, kind, _ = line.split("\t", 2)
            label, places = kind.split(" ", 1)
            spans[key] = (label, [tuple(map(int, place.split())) for place in places.split(";")])
        elif line.startswith("E") and "\t" in line:
            parts = line.split("\t", 1)[1].split()
            roles = collections.defaultdict(list)
            for part in parts[1:]:
                role, key = part.split(":")
                roles[role.rstrip("0123456789")].append(key)
            events.append((parts[0].split(":")[0], roles))
    return spans, events


def polnear(folder, articles):
    """Attributions of one split of PolNeAR: its paragraphs. Of several annotators the alphabetically first counts."""
    folder = pathlib.Path(folder)
    first = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    found = []
    for text in sorted((folder / "text").glob("*.txt")):
        path = first.get(text.stem)
        if path is None:
            continue
        spans, _ = brat(path)
        for paragraph in articles.get(text.stem, []):
            label(paragraph, spans)
            found.append(paragraph)
    return found


def attributions(folder):
    """By article: source and content of each attribution that has both, as lists of (start, end)."""
    found = collections.defaultdict(list)
    first = {}
    for path in sorted((pathlib.Path(folder) / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    for name, path in first.items():
        spans, events = brat(path)
        for _, roles in events:
            places = {role: [place for key in keys for place in spans[key][1]] for role, keys in roles.items()}
            if places.get("Source") and places.get("Content"):
                found[name].append((places["Source"], places["Content"]))
    return found


def label(paragraph, spans):
    paragraph.spans = np.zeros(len(paragraph), dtype=np.int64)
    for kind, places in sorted(spans.values(), key=lambda span: span[1][0]):
        if kind not in LAYERS:
            continue
        tag = 1 + 2 * LAYERS.index(kind)
        for start, end in places:
            low, high = overlapping(paragraph, start, end)
            # What shares tokens with another begins after it.
            while low < high and paragraph.spans[low]:
                low += 1
            if low < high:
                paragraph.spans[low] = tag
                paragraph.spans[low + 1 : high] = tag + 1
    paragraph.said = np.array([said(paragraph.spans[low:high]) for low, high in paragraph.sentences], dtype=np.float32)


def said(tags):
    """Whether a sentence says what somebody said: a cue, or a content over 30 % of it."""
    return (tags >= 5).mean() >= 0.3 or ((tags == 3) | (tags == 4)).any()
