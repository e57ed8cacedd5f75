#!/usr/bin/env python3
"""verify_events.py FILE: check the events of a desk by docs/events.md alone, without libcsr.

A second implementation of the encoding: chains, heads, commitments and checkpoints of a SQLite desk, read with nothing but
Python's own library. It replays no values; csr_desk_verify() does that too.
"""

import hashlib
import sqlite3
import sys

# Records that own a chain, by their number (csr_record_kind), and the column of those that have a large, immutable one.
ROOTS = {
    1: ("settings", None),
    2: ("customer", None),
    4: ("agent", None),
    6: ("team", None),
    8: ("contact_point", None),
    9: ("interaction", "body"),
    12: ("ticket", None),
    14: ("policy", "document"),
    19: ("note", "body"),
    24: ("field", None),
    40: ("purchase", None),
    43: ("refund", None),
    47: ("approval_limit", None),
    48: ("payout_notice", None),
    54: ("return", None),
}
# The members of an event that its hash covers, in this order.
HASHED = "kind subject subject_kind seq at effective_at actor row row_kind change commitment".split()
NOTHING = bytes(32)


def blake2b(*parts):
    state = hashlib.blake2b(digest_size=32)
    for part in parts:
        state.update(part)
    return state.digest()


def number(value):
    return value.to_bytes(8, "little", signed=True)


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def event_hash(before, event):
    parts = [b"csr.event.1", before]
    for name in HASHED:
        value = event[name]
        if value is None:
            continue
        value = number(value) if isinstance(value, int) else value
        parts += [name.encode() + b"\0", len(value).to_bytes(4, "little"), value]
    return blake2b(*parts)


def commitment(db, event):
    """What the event must have committed to, as long as its personal values have not been erased."""
    table, bulk = ROOTS[event["subject_kind"]]
    parts = [b"csr.apart.1", event["personal"]]
    if bulk is not None and event["seq"] == 1:
        text = db.execute(f'SELECT "{bulk}" FROM "{table}" WHERE id=?', [event["subject"]]).fetchone()[0]
        place = [column[1] for column in db.execute(f'PRAGMA table_info("{table}")')].index(bulk)
        if text:
            parts += [varint(place + 1), varint(len(text.encode())), text.encode()]
    return blake2b(*parts)


def check_chain(db, table, row):
    before, seq = NOTHING, 0
    for event in db.execute("SELECT * FROM event WHERE subject=? ORDER BY seq", [row["id"]]):
        seq += 1
        if event["seq"] != seq:
            return f"an event is missing before number {event['seq']}"
        before = event_hash(before, event)
        if before != event["hash"]:
            return f"event {seq} is not the one that was written"
        if event["personal"] and commitment(db, event) != event["commitment"]:
            return f"the personal or bulk values of event {seq} are others"
    if (row["version"], row["chain"]) != (seq, before):
        return "the row's head is not its last event"
    return None


def check_checkpoints(db):
    before, last, count = NOTHING, 0, 0
    for seal in db.execute("SELECT * FROM checkpoint ORDER BY number"):
        heads = {}
        for event in db.execute(
            "SELECT subject, seq, hash FROM event WHERE position>? AND position<=? ORDER BY position",
            [seal["from_position"], seal["to_position"]],
        ):
            heads[event["subject"]] = number(event["seq"]) + event["hash"]
        sealed = blake2b(b"csr.heads.1", *(subject + heads[subject] for subject in sorted(heads)))
        place = seal["id"] + number(seal["created_at"]) + number(seal["number"])
        place += number(seal["from_position"]) + number(seal["to_position"])
        before = blake2b(b"csr.checkpoint.1", before, place, sealed)
        count += 1
        if seal["number"] != count or seal["from_position"] != last or (sealed, before) != (seal["heads"], seal["hash"]):
            yield f"checkpoint {seal['number']}: the events are not those that it sealed"
        last = seal["to_position"]


def main(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    found, subjects = [], 0
    for table, _ in ROOTS.values():
        for row in db.execute(f'SELECT id, version, chain FROM "{table}"').fetchall():
            subjects += 1
            problem = check_chain(db, table, row)
            if problem:
                found.append(f"{table} {row['id'].hex()}: {problem}")
    found += check_checkpoints(db)
    events, owned = (
        db.execute("SELECT count(*) FROM event").fetchone()[0],
        sum(db.execute(f'SELECT coalesce(sum(version), 0) FROM "{table}"').fetchone()[0] for table, _ in ROOTS.values()),
    )
    if events != owned:
        found.append(f"{events - owned} events belong to no row")
    print("\n".join(found + [f"checked {subjects} subjects and {events} events: {len(found)} errors"]))
    return 1 if found else 0


sys.exit(main(sys.argv[1]))
