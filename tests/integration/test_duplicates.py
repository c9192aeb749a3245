#!/usr/bin/python3
"""Some of what `./dev duplicates` does at length: mails that come again, with and without faults."""
import os
import unittest

from retransmission import Run

BIN = os.environ["WAYBILL_BIN"]


class Retransmissions(unittest.TestCase):
    def judge(self, mails, again, faults, redis=False):
        run = Run(BIN, mails, again, faults, mails, redis)
        with run.workplace:
            found = run.run()
            self.assertEqual(found["lost"], [])
            self.assertEqual(found["unproven"], [])
        return found

    def test_without_faults_they_are_suppressed(self):
        found = self.judge(300, 1, False)
        self.assertLessEqual(found["passed"], 6)  # of a machine that stood still for seconds
        self.assertEqual(found["suppressed"] + found["passed"], 300)

    def test_with_faults_nothing_is_lost_and_most_are_suppressed(self):
        found = self.judge(1200, 0.3, True)
        self.assertGreater(found["spoiled"], 10)
        self.assertTrue(found["faults"])
        self.assertGreater(found["suppressed"], 4 * found["passed"])

    def test_with_redis_nothing_is_lost_either(self):
        found = self.judge(1000, 0.3, True, redis=True)
        self.assertTrue(found["faults"])
        self.assertGreater(found["suppressed"], found["passed"])  # a failover may last half of so short a run


if __name__ == "__main__":
    unittest.main()
