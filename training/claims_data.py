"""Sentences of articles as the program cuts them, with what readers judged of them.

Features come from `copydesk features`, with or without `--claims`; judgements are files in the desk's format (`labels_claims.py expand`, the desk's
own gold). Offsets are code points. All articles about one event of BASIL, and all versions of one article, fall into one
fold.
"""

import hashlib
import json
import pathlib
import re

import numpy as np

# In the order of the network's outputs.
KINDS = [
    "characterisation",
    "prediction",
    "mind-reading",
    "motive",
    "cause",
    "comparison",
    "superlative",
    "trend",
    "number",
    "accusation",
    "wrongdoing",
    "evidence",
    "other",
    "hearsay",
    "vague-source",
    "anonymous-source",
    "second-hand",
    "quote-without-speaker",
]
# Kinds whose findings share a code and a cut.
GROUPS = {
    "claim": KINDS[:13],
    "vague": ["hearsay", "vague-source"],
    "anonymous": ["anonymous-source"],
    "rest": ["second-hand", "quote-without-speaker"],
}
GROUP_OF = [next(at for at, kinds in enumerate(GROUPS.values()) if kind in kinds) for kind in KINDS]
UNKNOWN, MUST_NOT, MAY, MUST = -1, 0, 1, 2
FLAGS = {"must_not": MUST_NOT, "may": MAY, "must": MUST}
FOLDS = 5
# What stands between an article's name and the number of an excerpt of it (`claims_excerpts.py`).
EXCERPT = "~"
BASIL = re.compile(r"[0-9a-f]{8}(?=_(fox|nyt|hpo)$)")


class Sentence:
    """Tokens [low, high) of a paragraph, [start, end) of the text, and what readers say of it."""

    __slots__ = ("paragraph", "low", "high", "start", "end", "flag", "kind", "triggers")

    def __init__(self, paragraph, low, high, start, end):
        self.paragraph, self.low, self.high, self.start, self.end = paragraph, low, high, start, end
        self.flag, self.kind, self.triggers = UNKNOWN, None, []

    def overlap(self, start, end):
        return max(min(self.end, end) - max(self.start, start), 0)


class Article:
    """An article's paragraphs of features, its sentences, and the judgements of readers where there are some."""

    def __init__(self, raw):
        self.path = raw["path"]
        self.name = pathlib.Path(raw["path"]).stem
        # `--claims` prints the sentences of the body, each as its own paragraph.
        self.paragraphs = raw.get("paragraphs") or [
            one | {"sentences": [[0, len(one["tokens"])]]} for one in raw["sentences"]
        ]
        self.claims = []
        self.sentences = []
        for at, paragraph in enumerate(self.paragraphs):
            tokens = paragraph["tokens"]
            for low, high in paragraph["sentences"]:
                if low < high:
                    self.sentences.append(Sentence(at, low, high, tokens[low][0], tokens[high - 1][1]))

    @property
    def group(self):
        name = self.name.partition(EXCERPT)[0]
        event = BASIL.match(name)
        return event.group() if event else name

    @property
    def whole(self):
        """False for an excerpt."""
        return EXCERPT not in self.name

    @property
    def fold(self):
        return int(hashlib.sha256(self.group.encode()).hexdigest(), 16) % FOLDS

    def judge(self, claims):
        """Gives each sentence the strongest flag of the judged sentences that it shares most of its words with."""
        self.claims = claims
        for sentence in self.sentences:
            for claim in claims:
                shorter = min(claim["end"] - claim["start"], sentence.end - sentence.start)
                if sentence.overlap(claim["start"], claim["end"]) * 2 <= shorter:
                    continue
                marks = [m for m in claim["flags"] if sentence.overlap(m["start"], m["end"])]
                # A mark stands in one part of a sentence that the program cuts in two.
                flag = FLAGS[claim["flag"]] if marks or not claim["flags"] else MUST_NOT
                if flag > sentence.flag:
                    sentence.flag, sentence.kind = flag, claim.get("kind")
                sentence.triggers += [(m["start"], m["end"]) for m in marks]

    def trigger_mask(self, sentence):
        """Which tokens of a sentence carry a claim."""
        tokens = self.paragraphs[sentence.paragraph]["tokens"][sentence.low : sentence.high]
        inside = lambda s, e: any(s < b and e > a for a, b in sentence.triggers)
        return np.array([inside(s, e) for s, e in tokens], dtype=bool)

    def edges(self, sentence):
        """The first and the last token of a sentence that carry a claim; of several claims those of all where they fit
        into half of the sentence, else of the first. None where none does."""
        hull = lambda mask: (int(np.flatnonzero(mask)[0]), int(np.flatnonzero(mask)[-1])) if mask.any() else None
        found = hull(self.trigger_mask(sentence))
        if found and 2 * (found[1] - found[0] + 1) > sentence.high - sentence.low:
            tokens = self.paragraphs[sentence.paragraph]["tokens"][sentence.low : sentence.high]
            first = sentence.triggers[0]
            found = hull(np.array([s < first[1] and e > first[0] for s, e in tokens]))
        return found


def read(features, gold):
    """Articles by name; `gold` are files in the desk's format."""
    articles = {}
    with open(features, encoding="utf-8") as lines:
        for article in map(Article, map(json.loads, lines)):
            articles[article.name] = article
    for path in gold:
        for name, entry in json.loads(pathlib.Path(path).read_text(encoding="utf-8")).items():
            article = articles.get(pathlib.Path(name).stem)
            if not name.startswith("_") and article:
                article.judge(entry["claims"])
    return articles


def unlabelled(articles, some, seed=1):
    """Articles that nobody judged, of no event that somebody did, in an order of their own; at most `some` sentences."""
    known = {article.group for article in articles.values() if article.claims}
    order = lambda name: hashlib.sha256(f"{seed}{name}".encode()).digest()
    found, count = [], 0
    for name in sorted(articles, key=order):
        article = articles[name]
        if article.group not in known and 4 <= len(article.sentences) <= 120 and count < some:
            found.append(article)
            count += len(article.sentences)
    return found


def found_at(scores, flags, articles, rates):
    """Share of must found where so many must_not an article are: scores and flags of sentences."""
    order = np.argsort(-scores, kind="stable")
    false = np.cumsum(flags[order] == MUST_NOT)
    true = np.cumsum(flags[order] == MUST)
    total = max(int((flags == MUST).sum()), 1)
    found = []
    for rate in rates:
        below = np.flatnonzero(false <= rate * articles)
        found.append(float(true[below[-1]]) / total if len(below) else 0.0)
    return found


def average_precision(scores, flags):
    """Of must against everything else, as `claim-head` figures have it."""
    order = np.argsort(-scores, kind="stable")
    right = flags[order] == MUST
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float(precision[right].mean())
