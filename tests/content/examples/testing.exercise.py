"""Four tests, all green; and a leap year without the rule for centuries fails the one for 1900."""


def outcome():
    return unittest.defaultTestLoader.loadTestsFromTestCase(LeapTests).run(unittest.TestResult())


assert [leap(year) for year in (2024, 2023, 1900, 2000)] == [True, False, False, True]
result = outcome()
assert (result.testsRun, result.wasSuccessful()) == (4, True)


def leap(year):
    return year % 4 == 0


assert [test.id().rpartition(".")[2] for test, _ in outcome().failures] == ["test_1900"]
