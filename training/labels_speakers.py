"""Who says what in further articles: labels by offset, without the articles' text.

    python training/labels_speakers.py expand CORPORA OUT
    python training/labels_speakers.py pack CORPORA SENTENCES FIRST [SECOND]

`training/labels/speakers.json` holds for each article its place below CORPORA, a hash of its text, and what readers
said of it; every stretch of words is [start, end) in code points of the file as it is. `expand` writes OUT/speakers.json
in the desk's format and the articles into OUT/speakers, so that its scorer runs on them; OUT/second.json has what a
second reader said of some. `pack` is the way in: a folder a reader, with one JSON file an article whose words are
copied from the text, and the sentences they count by in SENTENCES; it adds to what is there.
"""

import collections
import hashlib
import json
import pathlib
import sys

LABELS = pathlib.Path(__file__).parent / "labels/speakers.json"


def read(path):
    return path.read_bytes().decode("utf-8")


def place(text, words, start=0, end=None):
    """Where words stand; the words themselves where the text has them in another form only."""
    at = text.find(words, start, len(text) if end is None else end)
    return [at, at + len(words)] if at >= 0 else words


def words(text, of):
    """The words of a place, or of a list of places."""
    if isinstance(of, list) and of and not isinstance(of[0], int):
        return [words(text, one) for one in of]
    return text[of[0] : of[1]] if isinstance(of, list) else of


def packed(text, sentences, read):
    """One reader's article, by offset."""
    statements = []
    for one in read["statements"]:
        start, end = place(text, one["words"], *sentences[one["s"]])
        entry = {"at": [start, end], "speaker": one["speaker"] and place(text, one["speaker"]), "named": one["named"]}
        entry["via"] = one["via"]
        # What follows a bar in a trap was meant for marks of its own: "| soft", "| also=NAME".
        trap, _, slip = (part.strip() for part in (one.get("trap") or "").partition("|"))
        if trap:
            entry["trap"] = place(text, trap)
        slips = {"also": slip.removeprefix("also=")} if slip.startswith("also=") else {}
        for key in ("outer", "also"):
            some = one.get(key) or slips.get(key) or []
            if some:
                entry[key] = [place(text, who) for who in ([some] if isinstance(some, str) else some)]
        if one.get("soft") or slip == "soft":
            entry["soft"] = True
        statements.append(entry)
    return {
        "statements": statements,
        "not_said": [place(text, one["words"], *sentences[one["s"]]) for one in read["not_said"]],
        "people": [
            {"name": place(text, one["name"]), "forms": [place(text, form) for form in one["forms"]]}
            for one in read["people"]
        ],
    }


def alone(text, start, end):
    """The words of a place, with as many behind (and before) them as make their first occurrence this one."""
    while text.find(text[start:end]) != start:
        if end < len(text) and text[end] != "\n":
            end += 1
        elif start:
            start -= 1
        else:
            break
    return text[start:end]


def expanded(text, labels):
    """One article in the desk's format."""
    statements = []
    for one in labels["statements"]:
        entry = {"words": alone(text, *one["at"]), "trap": None, **{k: one[k] for k in ("named", "via")}}
        for key in ("speaker", "trap", "outer", "also"):
            if key in one:
                entry[key] = words(text, one[key])
        if one.get("soft"):
            entry["soft"] = True
        statements.append(entry)
    people = [{"name": words(text, one["name"]), "forms": words(text, one["forms"])} for one in labels["people"]]
    return {
        "statements": statements,
        "not_said": [alone(text, *of) for of in labels["not_said"]],
        "people": people,
    }


def expand(corpora, out):
    labels = json.loads(LABELS.read_text())
    (out / "speakers").mkdir(parents=True, exist_ok=True)
    found = collections.defaultdict(dict)
    for article in labels["articles"]:
        path = corpora / article["path"]
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != article["sha256"]:
            sys.exit(f"{path} is not the text that was read: its labels would stand at wrong places")
        (out / "speakers" / path.name).write_bytes(raw)
        for reader in ("first", "second"):
            if reader in article:
                found[reader][path.name] = expanded(read(path), article[reader])
    for reader, name in (("first", "speakers"), ("second", "second")):
        (out / f"{name}.json").write_text(json.dumps(found[reader], ensure_ascii=False, indent=0), encoding="utf-8")
    print(f"{len(found['first'])} articles, {sum(len(one['statements']) for one in found['first'].values())} statements")


def pack(corpora, sentences, readers):
    articles = {path.name: path for path in sorted(corpora.rglob("*.txt"))}
    of = {path.name.removesuffix(".json") for reader in readers for path in reader.glob("*.json")}
    known = {entry["path"]: entry for entry in json.loads(LABELS.read_text())["articles"]} if LABELS.exists() else {}
    for name in sorted(of):
        text = read(articles[name])
        spans = json.loads((sentences / f"{name}.sent.json").read_text())
        found = [reader / f"{name}.json" for reader in readers if (reader / f"{name}.json").exists()]
        entry = {"path": articles[name].relative_to(corpora).as_posix()}
        entry["sha256"] = hashlib.sha256(articles[name].read_bytes()).hexdigest()
        for reader, path in zip(("first", "second"), found):
            entry[reader] = packed(text, spans, json.loads(path.read_text()))
        known[entry["path"]] = entry
    entries = sorted(known.values(), key=lambda entry: pathlib.PurePath(entry["path"]).name)
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    LABELS.write_text('{"articles":[\n' + lines + "\n]}\n", encoding="utf-8")
    report(entries)


def report(entries):
    """How far two readers agree: statements of one that share half their words with one of the other's."""
    share = lambda a, b: min(a[1], b[1]) - max(a[0], b[0])
    name = lambda people, who: next((p["name"] for p in people if who == p["name"] or who in p["forms"]), who)
    same = both = 0
    for entry in entries:
        if "second" not in entry:
            continue
        first, second = entry["first"], entry["second"]
        for one in first["statements"]:
            near = [s for s in second["statements"] if share(one["at"], s["at"]) * 2 > min(map(lambda x: x[1] - x[0], (one["at"], s["at"])))]
            if near:
                both += 1
                who = json.dumps(name(first["people"], one["speaker"]))
                same += any(json.dumps(name(second["people"], s["speaker"])) == who for s in near)
    print(f"{len(entries)} articles; statements that two read {both}, of the same speaker {same}")


def main():
    what, corpora, *more = sys.argv[1:]
    if what == "expand":
        expand(pathlib.Path(corpora), pathlib.Path(more[0]))
    else:
        pack(pathlib.Path(corpora), pathlib.Path(more[0]), list(map(pathlib.Path, more[1:])))


if __name__ == "__main__":
    main()
