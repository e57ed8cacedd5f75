#!/usr/bin/env python3
"""Makes rules for the benchmark, as CEL and as C: rules_made.py OUT.c [RULES.json]. Without a file of rules (`schema` and
`rules` with `cel`) it makes 200 of its own, the same every time."""

import json
import random
import re
import sys

TEXTS = {
    "ticket.fault": ["company", "customer", "carrier", "unknown"],
    "ticket.channel": ["email", "phone", "chat", "web", "social", "counter"],
    "ticket.category": ["billing", "delivery", "defect", "account", "warranty", "other"],
    "ticket.status": ["new", "open", "pending", "hold", "solved"],
    "ticket.language": ["en", "de", "fr", "es", "it", "cs", "pl", "ja"],
    "customer.tier": ["free", "pro", "vip", "enterprise"],
    "customer.country": ["DE", "FR", "US", "GB", "PL", "ES", "IT", "JP", "BR"],
    "interaction.tone": ["calm", "neutral", "annoyed", "angry", "abusive"],
    "interaction.last_from": ["customer", "agent", "bot"],
    "refund.currency": ["EUR", "USD", "GBP"],
    "agent.team": ["t1", "t2", "billing", "legal", "night"],
}
NUMBERS = {
    "ticket.priority": [1, 2, 3],
    "ticket.waited_min": [30, 60, 120, 240, 480],
    "ticket.reopens": [1, 2, 3],
    "customer.open_tickets": [2, 4, 6],
    "interaction.tone_drops": [1, 2],
    "interaction.messages": [5, 10, 20, 40],
    "refund.amount_cents": [500, 2000, 5000, 50000],
    "agent.refund_limit_cents": [1000, 5000, 10000],
}
REALS = {
    "ticket.age_hours": [4.5, 24.0, 72.0, 168.25],
    "customer.lifetime_value": [500.0, 2500.5, 25000.0],
    "interaction.sentiment": [-0.75, -0.5, -0.25, 0.1],
}
FLAGS = ["refund.requested", "customer.is_new", "ticket.has_attachment"]
TAGS = ["press", "gift", "gdpr", "late", "trial", "outage", "safety", "repeat", "partner", "damaged"]


def one(rng):
    kind = rng.choices(["text", "in", "not", "number", "real", "pair", "tag", "flag"], [24, 16, 5, 20, 10, 12, 9, 4])[0]
    order = rng.choice(["<", ">", ">=", ">="])
    if kind in ("text", "not"):
        field = rng.choice(list(TEXTS))
        return f'{field} {"==" if kind == "text" else "!="} "{rng.choice(TEXTS[field])}"'
    if kind == "in":
        field = rng.choice(list(TEXTS))
        some = rng.sample(TEXTS[field], rng.randint(2, min(4, len(TEXTS[field]) - 1)))
        return f"{field} in [" + ", ".join(f'"{text}"' for text in some) + "]"
    if kind == "number":
        field = rng.choice(list(NUMBERS))
        return f"{field} {order} {rng.choice(NUMBERS[field])}"
    if kind == "real":
        field = rng.choice(list(REALS))
        return f"{field} {order} {rng.choice(REALS[field])}"
    if kind == "pair":
        return "refund.amount_cents > agent.refund_limit_cents"
    return f'"{rng.choice(TAGS)}" in ticket.tags' if kind == "tag" else rng.choice(FLAGS)


def own_rules():
    rng = random.Random(20261122)
    schema = {**{f: "string" for f in TEXTS}, **{f: "int" for f in NUMBERS}, **{f: "double" for f in REALS}}
    schema.update({f: "bool" for f in FLAGS})
    schema["ticket.tags"] = "list<string>"
    rules = []
    for _ in range(200):
        parts = [one(rng) for _ in range(rng.choice([2, 2, 2, 3, 3, 4]))]
        if rng.random() < 0.25:
            parts.append(f"({one(rng)} || {one(rng)})")
        rules.append(" && ".join(parts))
    return schema, rules


TOKEN = re.compile(r'"[^"]*"|[A-Za-z_][\w.]*|-?\d+\.\d+|-?\d+|==|!=|<=|>=|&&|\|\||[<>!()\[\],]')


def name(field):
    return "t->" + field.replace(".", "_")


class Translator:
    """From CEL to C over a struct in which texts are numbers and a list of texts is bits."""

    def __init__(self, schema):
        self.schema = schema
        self.words = {}  # field -> text -> number

    def number(self, field, text):
        return self.words.setdefault(field, {}).setdefault(text, len(self.words.get(field, {})) + 1)

    def rule(self, cel):
        tokens, out, i = TOKEN.findall(cel), [], 0
        while i < len(tokens):
            token = tokens[i]
            after = tokens[i + 1] if i + 1 < len(tokens) else ""
            if token.startswith('"') and after == "in":
                field = tokens[i + 2]
                out.append(f"(({name(field)} & {1 << (self.number(field, token) - 1)}ull) != 0)")
                i += 3
            elif token in self.schema and after == "in":
                end = tokens.index("]", i)
                values = [v for v in tokens[i + 3 : end] if v != ","]
                tests = [f"{name(token)} == {self.value(token, v)}" for v in values]
                out.append("(" + " || ".join(tests) + ")")
                i = end + 1
            elif token in self.schema and after in ("==", "!=", "<", ">", "<=", ">="):
                out.append(f"{name(token)} {after} {self.value(token, tokens[i + 2])}")
                i += 3
            else:
                out.append(name(token) if token in self.schema else token)
                i += 1
        return " ".join(out)

    def value(self, field, token):
        if token in self.schema:
            return name(token)
        return str(self.number(field, token)) if token.startswith('"') else token


# Every desk has fields of these nouns, of other types: in a rule set the facts have names of their own.
NOUNS = {"ticket": "case", "customer": "client", "interaction": "talk", "refund": "claim", "agent": "clerk"}


def renamed(text):
    return re.sub(r"\b(" + "|".join(NOUNS) + r")\.", lambda found: NOUNS[found[1]] + ".", text)


def document(schema, rules):
    """The rules as a rule set that people could have written: with titles, priorities and something to do."""
    facts = {renamed(field): {"type": kind.replace("<", "(").replace(">", ")")} for field, kind in schema.items()}
    made = [
        {
            "id": f"rule-{i}",
            "title": f"Rule {i} of the benchmark",
            "priority": i % 100,
            "when": renamed(rule),
            "do": [{"escalate": {"to": "supervisor", "reason": f"rule {i}"}}, {"tag": f"tag-{i % 7}"}],
        }
        for i, rule in enumerate(rules)
    ]
    lines = [json.dumps(rule, separators=(",", ":")) for rule in made]
    head = json.dumps({"format": "csr-rules/1", "set": "bench", "facts": facts}, separators=(",", ":"))
    return head[:-1] + ',"rules":[\n' + ",\n".join(lines) + "\n]}"


TYPES = {"string": "int32_t", "int": "int64_t", "double": "double", "bool": "uint8_t", "list<string>": "uint64_t"}


def bounds(rules, field):
    """What random numbers of a field lie between: twice the largest constant, or as far below zero."""
    found = [float(n) for rule in rules for n in re.findall(re.escape(field) + r" [<>=!]+ (-?\d+(?:\.\d+)?)", rule)]
    return (min(found + [0]) * 2, max(found + [1]) * 2)


def write(out, schema, rules):
    translator = Translator(schema)
    bodies = [translator.rule(rule) for rule in rules]
    out.write('/* Made by rules_made.py. */\n#include "bench/rules.h"\n\n#include <stddef.h>\n\ntypedef struct made {\n')
    for field, kind in schema.items():
        out.write(f"    {TYPES[kind]} {field.replace('.', '_')};\n")
    out.write("} made;\n\n")
    for i, field in enumerate(schema):
        words = [word for word, _ in sorted(translator.words.get(field, {}).items(), key=lambda item: item[1])]
        out.write(f"static const char *const words_{i}[] = {{ {', '.join(words + ['0'])} }};\n")
    out.write("\nconst bench_rule_field bench_rule_fields[] = {\n")
    for i, (field, kind) in enumerate(schema.items()):
        low, high = bounds(rules, field)
        count = len(translator.words.get(field, {}))
        written = kind.replace("<", "(").replace(">", ")")
        place = f"offsetof(made, {field.replace('.', '_')})"
        out.write(f'    {{ "{field}", "{written}", words_{i}, {count}, {low}, {high}, {place} }},\n')
    out.write(f"}};\nconst size_t bench_rule_field_count = {len(schema)};\nconst size_t bench_made_bytes = sizeof(made);\n\n")
    out.write("const char *const bench_rules[] = {\n")
    for rule in rules:
        out.write(f"    {json.dumps(rule)},\n")
    out.write(f"}};\nconst size_t bench_rule_count = {len(rules)};\n\n")
    out.write("const char bench_rule_document[] =\n")
    out.writelines(f'    {json.dumps(line)} "\\n"\n' for line in document(schema, rules).split("\n"))
    out.write("    ;\n\n")
    for i, body in enumerate(bodies):
        out.write(f"static int rule_{i}(const made *t)\n{{\n    return {body};\n}}\n")
    out.write("\ntypedef int rule_fn(const made *t);\nstatic rule_fn *const rules[] = {\n")
    out.writelines(f"    rule_{i},\n" for i in range(len(rules)))
    out.write("};\n\nvoid bench_rules_by_hand(const void *ticket, uint64_t *found)\n{\n")
    out.write(f"    for (size_t i = 0; i < {len(rules)}; i++)\n        found[i / 64] |= (uint64_t)rules[i](ticket) << i % 64;\n}}\n")


def main():
    schema, rules = own_rules()
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as file:
            given = json.load(file)
        schema, rules = given["schema"], [rule["cel"] for rule in given["rules"]]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        write(out, schema, rules)


if __name__ == "__main__":
    main()
