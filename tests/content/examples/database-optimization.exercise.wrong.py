"""A test that looks at the status alone."""


def test_queries_do_not_grow(self):
    for rows in (3, 30):
        make_books(rows)
        self.assertEqual(self.client.get("/books/").status_code, 200)
