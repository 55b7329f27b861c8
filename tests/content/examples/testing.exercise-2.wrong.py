"""It waits for a commit that never comes."""


def test_receipt(self):
    place_order("Emma")
    self.assertEqual(len(mail.outbox), 1)
