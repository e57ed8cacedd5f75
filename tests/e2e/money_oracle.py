"""money_oracle.py CASES ANSWERS: every answer of csr money eval has exactly the members that its case expects."""

import json
import sys


def wanted(case):
    """The members expected_x as x; plain expected is the result, and what is only a remainder is not asked for."""
    members = {name.removeprefix("expected_"): value for name, value in case.items() if name.startswith("expected_")}
    if "expected" in case:
        members["result"] = case["expected"]
    return {"id": case["id"], **members}


def main():
    with open(sys.argv[1], encoding="utf-8") as cases, open(sys.argv[2], encoding="utf-8") as answers:
        pairs = [(json.loads(case), json.loads(answer)) for case, answer in zip(cases, answers, strict=True)]
    wrong = [(case, answer) for case, answer in pairs if answer != wanted(case)]
    for case, answer in wrong[:10]:
        print(f"{case}\n-> {answer}", file=sys.stderr)
    print(f"{len(pairs)} cases, {len(wrong)} wrong")
    sys.exit(1 if wrong or not pairs else 0)


main()
