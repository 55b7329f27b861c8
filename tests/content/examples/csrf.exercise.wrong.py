"""The ordinary test client skips the check."""


def test_post_needs_the_token(self):
    client = Client()
    client.get("/contact/")
    self.assertEqual(client.post("/contact/", {"text": "Hi"}).status_code, 302)
