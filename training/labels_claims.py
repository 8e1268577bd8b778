"""Which sentences claim something that nobody answers for: labels by offset, without the articles' text.

    python training/labels_claims.py expand CORPORA OUT
    python training/labels_claims.py pack CORPORA READ... [--second READ]
    python training/labels_claims.py agree CORPORA

Readers marked in 1,780 articles the sentences of which a desk would certainly ask "says who?" (must) or might (may), before
anything had been looked at. `training/labels/claims.json` holds for each article its place below CORPORA, a hash of its
text, and each mark: its flag, its kind, and the trigger, the words that carry the claim, as [start, end) in code points of
the file as it is. `expand` writes OUT/claims.json in the desk's format, with every sentence judged, and the articles into
OUT/claims, so that its scorer runs on them; OUT/second.json has what a second reader marked in 147 of them. `pack` is the
way in, and adds to what is there: JSON lines with the article, the number of the sentence by `sentences`, and the words
of the trigger.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re

LABELS = pathlib.Path(__file__).parent / "labels/claims.json"
FOLDERS = {"polnear": "polnear/train/text", "worldwide": "worldwide-ner/articles", "basil": "basil/articles"}
# What the desk's gold calls a kind, and what else a finding on such a sentence may be.
LABEL_OF = {
    "hearsay": ("vague", ["unattributed"]),
    "vague-source": ("vague", ["unattributed"]),
    "anonymous-source": ("anonymous-source", ["vague"]),
    "second-hand": ("second-hand", ["vague", "unattributed"]),
    "quote-without-speaker": ("quote-without-speaker", ["vague", "unattributed"]),
}
END = re.compile(r"[.!?][”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-Z0-9])")
SHORT_FORM = re.compile(
    r"\b(Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|St|Jr|Sr|No|U\.S|U\.N|[A-Z]|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$"
)


def read(path):
    return path.read_bytes().decode("utf-8")


def sentences(text):
    """The sentences that the readers counted by."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        words, last = text[start:end], 0
        for stop in END.finditer(words):
            if not SHORT_FORM.search(words[last : stop.start() + 1]):
                found.append((start + last, start + stop.end()))
                last = stop.end()
        if words[last:].strip():
            found.append((start + last, end))
    return found


def body(text, start, end):
    """Whether a sentence is of the article's body: not its first line, and it ends as sentences do."""
    return text[:start].strip() != "" and re.search(r"[.!?:;,…—-][”\"’')\]]*$", text[start:end].strip()) is not None


def place(text, words, start, end):
    """Where a trigger stands in its sentence, whatever the white space."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = re.compile(pattern).search(text, start, end)
    if not found:
        raise SystemExit(f"“{words}” is not in “{text[start:end]}”")
    return found.span()


def marks_of(path, text, lines):
    """One reader's marks of an article, in the order of the text."""
    spans = sentences(text)
    marks = []
    for line in lines:
        if not line.get("none"):
            start, end = place(text, line["trigger"], *spans[line["n"]])
            marks.append({"flag": line["flag"], "kind": line["kind"], "start": start, "end": end})
    return sorted(marks, key=lambda mark: (mark["start"], mark["end"]))


def pack(corpora, readers, second):
    sides = {}
    for side, paths in (("first", readers), ("second", second)):
        for path in paths:
            for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                sides.setdefault(line["article"], {}).setdefault(side, []).append(line)
    articles = {entry["path"]: entry for entry in json.loads(LABELS.read_text())["articles"]} if LABELS.exists() else {}
    for name in sorted(sides):
        folder, _, file = name.partition("/")
        path = corpora / FOLDERS[folder] / file
        entry = {"path": path.relative_to(corpora).as_posix(), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        entry |= {side: marks_of(path, read(path), lines) for side, lines in sides[name].items()}
        articles[entry["path"]] = articles.get(entry["path"], {}) | entry
    lines = ",\n".join(json.dumps(articles[path], separators=(",", ":")) for path in sorted(articles))
    LABELS.write_text('{"articles":[\n' + lines + "\n]}\n", encoding="utf-8")


def judged(text, marks):
    """Every sentence with its marks, the strongest flag and the kind of the mark that has it."""
    found = []
    for start, end in sentences(text):
        own = [mark for mark in marks if start <= mark["start"] < end]
        if not own and not body(text, start, end):
            continue
        while text[end - 1].isspace():
            end -= 1
        claim = {"label": "attributed or background", "also_ok": [], "flag": "must_not"}
        if own:
            first = min(own, key=lambda mark: mark["flag"] != "must")
            label, also = LABEL_OF.get(first["kind"], ("unattributed", ["vague"]))
            claim = {"label": label, "also_ok": also, "flag": first["flag"], "kind": first["kind"]}
        claim["flags"] = [
            {
                "label": LABEL_OF.get(mark["kind"], ("unattributed", []))[0],
                "quote": text[mark["start"] : mark["end"]],
                "start": mark["start"],
                "end": mark["end"],
            }
            for mark in own
        ]
        found.append(claim | {"quote": text[start:end], "start": start, "end": end})
    return found


def expanded(corpora):
    """Each reader's articles in the desk's format, by the file's name."""
    found = collections.defaultdict(dict)
    for article in json.loads(LABELS.read_text())["articles"]:
        path = corpora / article["path"]
        if hashlib.sha256(path.read_bytes()).hexdigest() != article["sha256"]:
            raise SystemExit(f"{path} is not the text that was read: its labels would stand at wrong places")
        text = read(path)
        for side in ("first", "second"):
            if side in article:
                found[side][path.name] = {
                    "article": {"path": article["path"]},
                    "length": len(text),
                    "claims": judged(text, article[side]),
                }
    return found


def expand(corpora, out):
    found = expanded(corpora)
    (out / "claims").mkdir(parents=True, exist_ok=True)
    for name, entry in found["first"].items():
        (out / "claims" / name).write_bytes((corpora / entry["article"]["path"]).read_bytes())
    for side, name in (("first", "claims"), ("second", "second")):
        (out / f"{name}.json").write_text(json.dumps(found[side], ensure_ascii=False, indent=0), encoding="utf-8")
    flags = collections.Counter(claim["flag"] for entry in found["first"].values() for claim in entry["claims"])
    print(f"{len(found['first'])} articles, {dict(flags)}")


def agree(corpora):
    """Says how far two readers agree: sentences by the flag of the one and of the other."""
    found = expanded(corpora)
    table = collections.Counter()
    kinds = 0
    for name, entry in found["second"].items():
        sides = [{c["start"]: c for c in side["claims"]} for side in (found["first"][name], entry)]
        none = {"flag": "must_not"}
        for start in sides[0].keys() | sides[1].keys():
            pair = [side.get(start, none) for side in sides]
            table[pair[0]["flag"], pair[1]["flag"]] += 1
            kinds += pair[0]["flag"] == pair[1]["flag"] == "must" and pair[0]["kind"] == pair[1]["kind"]
    both = table["must", "must"]
    first = sum(n for (a, _), n in table.items() if a == "must")
    second = sum(n for (_, b), n in table.items() if b == "must")
    marked = sum(n for (a, b), n in table.items() if "must_not" not in (a, b))
    either = [sum(n for pair, n in table.items() if pair[at] != "must_not") for at in (0, 1)]
    print(f"{len(found['second'])} articles, {sum(table.values())} sentences; must of the first {first}, of the second {second}")
    print(f"both must {both} (F1 {2 * both / (first + second):.2f}), of the same kind {kinds}")
    print(f"must against must_not {table['must', 'must_not']} and {table['must_not', 'must']}")
    print(f"must or may of both {marked} (F1 {2 * marked / sum(either):.2f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("expand", "pack", "agree"):
        commands.add_parser(command).add_argument("corpora", type=pathlib.Path)
    commands.choices["expand"].add_argument("out", type=pathlib.Path)
    commands.choices["pack"].add_argument("readers", type=pathlib.Path, nargs="+")
    commands.choices["pack"].add_argument("--second", type=pathlib.Path, nargs="*", default=[])
    options = parser.parse_args()
    if options.command == "pack":
        pack(options.corpora, options.readers, options.second)
    elif options.command == "expand":
        expand(options.corpora, options.out)
    else:
        agree(options.corpora)


if __name__ == "__main__":
    main()
