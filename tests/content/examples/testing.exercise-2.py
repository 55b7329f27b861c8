"""The test is green as it is, and red when no receipt is sent."""

import unittest

from django.test.utils import setup_test_environment

setup_test_environment()


def failures():
    case = type("Order", (TestCase,), {"runTest": test_receipt})
    result = unittest.TestResult()
    case()(result)
    assert not result.errors, result.errors
    return len(result.failures)


assert failures() == 0


def place_order(title):
    pass


assert failures() == 1
