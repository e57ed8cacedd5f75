"""csv_cases.py csv_dump FOLDER: the public CSV files, and random ones against python's reader."""

import csv
import io
import json
import pathlib
import random
import subprocess
import sys

DUMP, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
# Not RFC 4180: a quotation mark inside a plain field. One of the collections takes it, the other calls it bad.
REFUSED = {"location_coordinates"}


def read(data):
    """[(line, fields or None)] as the tool has them."""
    done = subprocess.run([DUMP], input=data, capture_output=True, check=True)
    records = []
    for row in done.stdout.decode().splitlines():
        line, _, rest = row.partition(" ")
        fields = None if rest.startswith("!") else [bytes.fromhex(field).decode() for field in rest.split(",")]
        records.append((int(line), fields))
    return records


def fields_of(data):
    return [fields for _, fields in read(data)]


def spectrum():
    for path in sorted((FOLDER / "spectrum/csvs").glob("*.csv")):
        want = json.loads((FOLDER / "spectrum/json" / (path.stem + ".json")).read_text(encoding="utf-8"))
        rows = [fields for fields in fields_of(path.read_bytes()) if fields != [""]]
        if path.stem in REFUSED:
            assert None in rows, path
            continue
        got = [dict(zip(rows[0], row)) for row in rows[1:]]
        # Some of its copies lost their CRs; what is asked is what stands in the file.
        want = json.loads(json.dumps(want).replace("\\r\\n", "\\n"))
        got = json.loads(json.dumps(got).replace("\\r\\n", "\\n"))
        assert got == want, (path, got, want)


def sineemore():
    for path in sorted((FOLDER / "sineemore/csv").glob("*.csv")):
        rows = fields_of(path.read_bytes())
        if path.stem.startswith("bad-header"):
            continue  # about the number of fields and their names, which the reader leaves to others
        if path.stem.startswith("bad-"):
            assert None in rows and rows[0] == ["foo", "bar", "baz"], (path, rows)
            continue
        want = json.loads((FOLDER / "sineemore/json" / (path.stem + ".json")).read_text(encoding="utf-8"))
        if path.stem.startswith("header-"):
            rows = [dict(zip(rows[0], row)) for row in rows[1:]]
        assert rows == want, (path, rows, want)


def recovery():
    assert read(b"") == [] and read(b"\xef\xbb\xbfa\n") == [(1, ["a"])]
    assert read(b"a,b\r\n\"1\r\n2\",3\r\n\r\nx") == [(1, ["a", "b"]), (2, ["1\r\n2", "3"]), (4, [""]), (5, ["x"])]
    # One missing quotation mark costs one line, not the rest of the file.
    assert read(b'a\n"b\nc\nd\n') == [(1, ["a"]), (2, None), (3, ["c"]), (4, ["d"])]
    assert read(b'a\n"b\r\nc,"d"\n') == [(1, ["a"]), (2, None), (3, ["c", "d"])]
    assert read(b'"a"b\nc"d\n"e""f"\n"",\n"') == [(1, None), (2, None), (3, ['e"f']), (4, ["", ""]), (5, None)]
    assert read(b"a\rb,c\r\n") == [(1, ["a\rb", "c"])]


def against_python(seed):
    rnd = random.Random(seed)
    rows, quoting = [], rnd.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
    # Left to itself python does not quote a CR, which before its LF then is a line's end.
    letters = 'ab,"\n \u0159\U0001F600' + ("\r" if quoting == csv.QUOTE_ALL else "")
    for _ in range(rnd.randint(1, 8)):
        rows.append(["".join(rnd.choice(letters) for _ in range(rnd.randint(0, 6)))
                     for _ in range(rnd.randint(1, 5))])
    text = io.StringIO()
    csv.writer(text, lineterminator=rnd.choice(["\n", "\r\n"]), quoting=quoting).writerows(rows)
    got = fields_of(text.getvalue().encode())
    assert got == rows, (seed, rows, got)


def must_not_crash(seed):
    rnd = random.Random(seed)
    read(bytes(rnd.choice(b'a,"\n\r') for _ in range(rnd.randint(0, 60))))


spectrum()
sineemore()
recovery()
for number in range(150):
    against_python(number)
    must_not_crash(number)
