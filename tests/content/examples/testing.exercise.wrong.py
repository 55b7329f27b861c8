"""Centuries are forgotten, in the rule and in the tests."""


def leap(year):
    return year % 4 == 0


class LeapTests(unittest.TestCase):
    def test_2024(self):
        self.assertTrue(leap(2024))

    def test_2023(self):
        self.assertFalse(leap(2023))

    def test_2020(self):
        self.assertTrue(leap(2020))

    def test_2000(self):
        self.assertTrue(leap(2000))
