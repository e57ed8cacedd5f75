"""The binding against the real library: a desk, a customer, pages of tickets, and every family of errors."""
import os
import tempfile
import threading
import unittest

import csr


class Smoke(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "desk.db")
        self.desk = csr.Desk(self.path)
        self.session = self.desk.session()

    def tearDown(self):
        self.desk.close()  # sessions hold the desk: any order of closing is right
        self.session.close()
        self.folder.cleanup()

    def refused(self, code, field, operation, **params):
        with self.assertRaises(csr.Error) as caught:
            self.session.call(operation, **params)
        self.assertEqual((caught.exception.code, caught.exception.field), (code, field))

    def test_customer_and_pages_of_tickets(self):
        jana = self.session.call("customer.add", name="Jana Nováková", language="cs")["id"]
        for n in range(25):
            self.session.call("ticket.open", customer=jana, subject=f"Matter {n}")
        subjects = [t["subject"] for t in self.session.rows("ticket.list", order="oldest", limit=7)]
        self.assertEqual(subjects, [f"Matter {n}" for n in range(25)])

    def test_body_keeps_every_character(self):
        body = "a\0b\u202e\U0001f600\n"
        sent = self.session.call("interaction.add", channel="note", body=body)["id"]
        self.assertEqual(self.session.call("interaction.get", id=sent)["rows"][0]["body"], body)

    def test_every_family_of_errors(self):
        ticket = self.session.call("ticket.open", subject="The lamp flickers")["id"]
        missing = "00000000-0000-7000-8000-000000000001"
        self.refused("argument", "subject", "ticket.open")
        self.refused("argument", "colour", "ticket.open", subject="x", colour="red")
        self.refused("unknown_operation", "operation", "ticket.paint")
        self.refused("not_found", "id", "ticket.get", id=missing)
        self.refused("not_found", "customer", "ticket.open", subject="x", customer=missing)
        self.session.call("ticket.change", id=ticket, priority="high")
        self.refused("conflict", "priority", "ticket.change", id=ticket, priority="low", expected_version=1)
        self.session.call("agent.add", handle="petr")
        self.refused("duplicate", "handle", "agent.add", handle="Petr")
        self.refused("argument", "resolution", "ticket.move", id=ticket, state="resolved")
        self.refused("state", "id", "interaction.resume",
                     id=self.session.call("interaction.add", channel="phone")["id"])
        self.refused("policy", "states", "policy.add", kind="lifecycle", document={"states": []})

    def test_rights_go_by_role(self):
        cashier = self.session.call("agent.add", handle="eva", role="cashier")["id"]
        ticket = self.session.call("ticket.open", subject="Delete me")["id"]
        with self.desk.session(agent=cashier) as eva, self.assertRaises(csr.Error) as caught:
            eva.call("ticket.move", id=ticket, state="deleted")
        self.assertEqual(caught.exception.code, "right")

    def test_store_errors(self):
        with self.assertRaises(csr.Error) as caught:
            csr.Desk(os.path.join(self.folder.name, "missing", "desk.db"))
        self.assertEqual(caught.exception.code, "store_open")
        with csr.Desk(self.path, csr.OPEN_READ_ONLY) as desk, desk.session() as reader:
            with self.assertRaises(csr.Error) as caught:
                reader.call("customer.add", name="Nobody")
        self.assertEqual(caught.exception.code, "read_only")

    def test_transaction_is_all_or_nothing(self):
        self.session.begin()
        self.session.call("customer.add", name="Anna")
        self.session.rollback()
        self.assertEqual(list(self.session.rows("customer.list")), [])
        with self.assertRaises(csr.Error) as caught:
            self.session.commit()
        self.assertEqual(caught.exception.code, "misuse")

    def test_threads_have_sessions_of_their_own(self):
        def work():
            with self.desk.session() as mine:
                for _ in range(20):
                    mine.call("ticket.open", subject="From a thread")

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        numbers = sorted(t["number"] for t in self.session.rows("ticket.list"))
        self.assertEqual(numbers, list(range(1, 81)))
        self.assertIn("0 errors", self.session.call("desk.verify")["rows"][0]["text"])

    def test_time_limits(self):
        with self.desk.session() as waiting:
            self.session.begin()
            self.session.call("customer.add", name="Anna")
            waiting.set_timeout(0.001)
            with self.assertRaises(csr.Error) as caught:
                waiting.call("customer.add", name="Petr")
            self.assertEqual(caught.exception.code, "timeout")
            self.session.commit()
            waiting.set_timeout(None)
            waiting.call("customer.add", name="Petr")
            for wrong in (0, -1):
                with self.assertRaises(ValueError):
                    waiting.set_timeout(wrong)
        self.assertEqual(self.session.call("desk.stats")["rows"][0]["customers"], 2)

    def test_a_call_is_cancelled(self):
        codes = []

        def wait(session):
            try:
                session.call("customer.add", name="Petr")
            except csr.Error as error:
                codes.append(error.code)

        with self.desk.session() as waiting:
            waiting.cancel()  # nothing runs: that is forgotten
            self.session.begin()
            self.session.call("customer.add", name="Anna")
            thread = threading.Thread(target=wait, args=(waiting,))
            thread.start()
            while thread.is_alive():  # it may not have begun yet
                waiting.cancel()
                thread.join(0.01)
            self.session.rollback()
            self.assertEqual(codes, ["cancelled"])
            waiting.call("customer.add", name="Eva")
        self.assertEqual(self.session.call("desk.stats")["rows"][0]["customers"], 1)

    def test_describe_names_every_operation(self):
        names = [operation["name"] for operation in csr.describe()["operations"]]
        self.assertIn("ticket.open", names)
        self.assertEqual(names, sorted(names))


if __name__ == "__main__":
    unittest.main()
