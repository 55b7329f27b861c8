"""A safe method needs no secret; the masked token differs each time; the ordinary test client skips the check."""

assert browser.get("/order/").status_code == 200
assert browser.get("/order/").content != browser.get("/order/").content
assert Client().post("/order/").status_code == 200
cookie = browser.cookies["csrftoken"]
assert cookie["samesite"] == "Lax"
