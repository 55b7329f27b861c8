"""A safe method needs no secret; the masked token differs each time; the ordinary test client skips the check."""

assert browser.get("/transfer/").status_code == 200
assert browser.get("/transfer/").content != browser.get("/transfer/").content
assert Client().post("/transfer/").status_code == 200
cookie = browser.cookies["csrftoken"]
assert cookie["samesite"] == "Lax"
