"""Writes corpora as careless writers would: headlines in capitals, straight quotation marks, no accents.

    python training/noise.py OUT CORPUS... [--share 0.2] [--seed 1]

Of each article of a corpus (a folder of .txt files) OUT/CORPUS gets a copy in which a share of the lines are changed, code
point by code point, so that the gold of the original fits. `copydesk features` over it gives CORPUS-noisy.jsonl, of
which `train.py` takes the paragraphs that differ.
"""

import argparse
import pathlib
import random
import unicodedata

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def same_length(change):
    """`change` for each code point that it leaves one code point."""
    return lambda line: "".join(new if len(new := change(c)) == 1 else c for c in line)


def bare(c):
    return "".join(part for part in unicodedata.normalize("NFD", c) if unicodedata.category(part) != "Mn") or c


capitals = same_length(str.upper)
plain = same_length(bare)


def title(line):
    return "".join(capitals(c) if c.isalpha() and not line[at - 1 : at].isalnum() else c for at, c in enumerate(line))


def noisy(line):
    """One kind of carelessness, or none where it changes nothing."""
    kind = random.choices((capitals, title, lambda text: plain(text.translate(STRAIGHT))), (2, 2, 3))[0]
    return kind(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path, nargs="+")
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    for corpus in options.corpora:
        for path in sorted(corpus.rglob("*.txt")):
            text = path.read_bytes().decode("utf-8", errors="replace")
            lines = [noisy(line) if random.random() < options.share else line for line in text.split("\n")]
            copy = options.out / corpus.name / path.relative_to(corpus)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes("\n".join(lines).encode("utf-8"))


if __name__ == "__main__":
    main()
