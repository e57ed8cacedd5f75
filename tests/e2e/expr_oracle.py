"""Compare the answers of csr expr eval with a file of CEL's conformance tests: exit 1 when one differs."""
import json
import math
import sys


def canonical(value):
    (kind, inside), = value.items()
    if kind == "double":
        number = float(inside.replace("Infinity", "inf"))
        return (kind, "nan" if math.isnan(number) else (number, math.copysign(1, number)))
    if kind == "list":
        return (kind, [canonical(v) for v in inside])
    if kind == "map":
        return (kind, sorted(repr((canonical(k), canonical(v))) for k, v in inside))
    return (kind, inside)


def agrees(test, answer):
    if "eval_error" in test:
        return "error" in answer
    wanted = test.get("value", {"bool": True})
    return "value" in answer and canonical(answer["value"]) == canonical(wanted)


def main():
    compared = wrong = 0
    with open(sys.argv[1], encoding="utf-8") as tests, open(sys.argv[2], encoding="utf-8") as answers:
        for test, answer in zip(map(json.loads, tests), map(json.loads, answers), strict=True):
            if test.get("check_only"):
                continue
            compared += 1
            if not agrees(test, answer):
                wrong += 1
                print(test["file"], test["section"], test["name"], test["expr"], answer)
    print(f"{compared - wrong} of {compared} conformance tests")
    return 1 if wrong or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
