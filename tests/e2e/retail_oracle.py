"""retail_oracle.py attempts|requests|tasks FOLDER [ANSWERS]: the answers of csr refund-policy eval against the shared retail
data: single attempts, and the cancellations, returns and exchanges of the tasks with the end states that they lead to.
`requests` writes the tasks' lines."""

import json
import sys

ACTIONS = {
    "cancel_pending_order": "cancel",
    "return_delivered_order_items": "return",
    "exchange_delivered_order_items": "exchange",
}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def load(folder, name):
    with open(f"{folder}/{name}", encoding="utf-8") as file:
        return json.load(file)


def status_after(step):
    """What a step that went well makes of its order; the next step of the task meets it so."""
    action = ACTIONS.get(step["action"])
    if action:
        return {"cancel": "cancelled", "return": "return requested", "exchange": "exchange requested"}[action]
    return "pending (item modified)" if step["action"] == "modify_pending_order_items" else None


def steps(folder):
    """(task, step, line) for all that gives something back."""
    for task in load(folder, "expected_end_states_train.json"):
        states = {}
        for step in task["steps"]:
            given = step["arguments"]
            order = given.get("order_id")
            if step["action"] in ACTIONS:
                line = {"order_id": order, "action": ACTIONS[step["action"]], "reason": given.get("reason")}
                line |= {"items": given["item_ids"]} if "item_ids" in given else {}
                line |= {"new_items": given["new_item_ids"]} if "new_item_ids" in given else {}
                line |= {"refund_to": given["payment_method_id"]} if "payment_method_id" in given else {}
                line |= {"status": states[order]} if order in states else {}
                yield task, step, line
            if step["ok"] and status_after(step):
                states[order] = status_after(step)


def refunded(order):
    return sum(round(entry["amount"] * 100) for entry in order["payment_history"] if entry["transaction_type"] == "refund")


def problems(task, step, line, answer):
    if answer["allowed"] != step["ok"]:
        yield "allowed"
    if not step["ok"]:
        return
    order = task["expected_changed"]["orders"][line["order_id"]]
    original = order["payment_history"][0]["payment_method_id"]
    if answer["status_after"] != order["status"]:
        yield "status"
    if line["action"] == "cancel":
        back = [entry for entry in order["payment_history"] if entry["transaction_type"] == "refund"]
        if answer["refund_minor"] != refunded(order) or {entry["payment_method_id"] for entry in back} != {original}:
            yield "refund"
    elif line["action"] == "exchange":
        if answer["refund_minor"] != -round(order["exchange_price_difference"] * 100):
            yield "difference"
        if order["exchange_payment_method_id"] != line["refund_to"]:
            yield "destination"
    else:
        prices = {item["item_id"]: round(item["price"] * 100) for item in order["items"]}
        if answer["refund_minor"] != sum(prices[item] for item in order["return_items"]):
            yield "refund"
        if order["return_payment_method_id"] != line["refund_to"]:
            yield "destination"


def main():
    what, folder = sys.argv[1:3]
    if what == "requests":
        for _, _, line in steps(folder):
            print(json.dumps(line))
        return
    answers = lines(sys.argv[3])
    if what == "attempts":
        cases = lines(f"{folder}/attempts_sample.jsonl")
        wrong = [
            (case, answer)
            for case, answer in zip(cases, answers, strict=True)
            if {name: answer[name] for name in case["expected"]} != case["expected"] or answer["order_id"] != case["order_id"]
        ]
    else:
        cases = list(steps(folder))
        wrong = [
            (*case, answer, found)
            for case, answer in zip(cases, answers, strict=True)
            if (found := list(problems(*case, answer)))
        ]
    for row in wrong[:10]:
        print(*row[-3:], file=sys.stderr)
    print(f"{what}: {len(cases)} requests, {len(wrong)} wrong")
    sys.exit(1 if wrong or not cases else 0)


main()
