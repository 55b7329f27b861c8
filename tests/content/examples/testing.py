"""Both tests pass, leave nothing behind, and fail once the view is open to strangers."""

import unittest


def outcome():
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(AccountTests).run(result)
    return result


passed = outcome()
assert passed.testsRun == 2
assert passed.wasSuccessful(), passed.failures + passed.errors
assert not get_user_model().objects.exists()

urlpatterns[0].callback = lambda request: HttpResponse("Hello everyone")
broken = outcome()
assert len(broken.failures) == 2, broken
