"""Cuts short texts out of judged articles, and adds invented ones, so that the claim head also learns from texts of a few
sentences.

    python training/claims_excerpts.py ARTICLES OUT GOLD...

ARTICLES is the folder with the texts of all that GOLD judges. OUT/articles gets up to two excerpts of each, named
NAME~1.txt and NAME~2.txt: its first line, and one to three lines of its body, the second around a sentence that somebody
would ask of. The texts of `labels/invented.json`, written for this with what a desk would ask about, stand beside them.
OUT/excerpts.json has their judgements in the desk's format. An excerpt is of its article's fold (`claims_data.py`), and no
figure is of excerpts.
"""

import argparse
import json
import pathlib
import random
import re

from labels_claims import judged

INVENTED = pathlib.Path(__file__).parent / "labels/invented.json"
# Letters of a line that can stand for a paragraph.
LEAST = 60


def lines_of(text):
    return [line.span() for line in re.finditer(r"[^\n]+", text) if line.group().strip()]


def excerpt(text, title, lines, claims):
    """A text of its own with the judgements of its sentences."""
    start, end = lines[0][0], lines[-1][1]
    head = text[title[0] : title[1]].strip() + "\n\n"
    # One line between any two, as in the article itself.
    shift = len(head) - start
    moved = lambda one: one | {"start": one["start"] + shift, "end": one["end"] + shift}
    own = [claim for claim in claims if start <= claim["start"] and claim["end"] <= end]
    own = [moved(claim) | {"flags": [moved(mark) for mark in claim["flags"]]} for claim in own]
    return head + text[start:end] + "\n", own


def excerpts(text, claims, dice):
    lines = lines_of(text)
    title = next((line for line in lines if not text[line[0] : line[1]].startswith("http")), None)
    body = [line for line in lines if title and line[0] > title[0] and line[1] - line[0] >= LEAST]
    if len(body) < 4:
        return
    yield excerpt(text, title, run(body, dice.randrange(len(body)), dice), claims)
    asked = [claim for claim in claims if claim["flag"] != "must_not"]
    if asked:
        claim = dice.choice(asked)
        at = next((at for at, line in enumerate(body) if line[0] <= claim["start"] < line[1]), None)
        if at is not None:
            yield excerpt(text, title, run(body, at, dice), claims)


def run(body, at, dice):
    """One to three lines, of which one is given."""
    count = dice.randint(1, 3)
    first = max(at - dice.randrange(count), 0)
    return body[first : first + count]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("gold", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    dice, found = random.Random(1), {}
    (options.out / "articles").mkdir(parents=True, exist_ok=True)
    for path in options.gold:
        for name, entry in sorted(json.loads(path.read_text(encoding="utf-8")).items()):
            source = options.articles / name
            if name.startswith("_") or "claims" not in entry or not source.exists():
                continue
            text = source.read_bytes().decode("utf-8")
            for nth, (words, claims) in enumerate(excerpts(text, entry["claims"], dice), 1):
                file = f"{source.stem}~{nth}.txt"
                (options.out / "articles" / file).write_bytes(words.encode("utf-8"))
                found[file] = {"claims": claims}
    for entry in json.loads(INVENTED.read_text(encoding="utf-8"))["texts"]:
        file = f"{entry['name']}~1.txt"
        (options.out / "articles" / file).write_bytes(entry["text"].encode("utf-8"))
        found[file] = {"claims": judged(entry["text"], entry["marks"])}
    (options.out / "excerpts.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    print(f"{len(found)} excerpts, {sum(len(one['claims']) for one in found.values())} judged sentences")


if __name__ == "__main__":
    main()
