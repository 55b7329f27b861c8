"""The shop's own lines are shown, and Django's small ones are not."""

import io
import logging.config

out = io.StringIO()
sys_stderr = __import__("sys").stderr
logging.config.dictConfig(LOGGING)
for handler in logging.getLogger().handlers:
    handler.setStream(out)
logging.getLogger("shop.orders").info("an order is in")
logging.getLogger("django.request").info("a page was asked for")
logging.getLogger("django.request").warning("Not Found: /x/")
logging.getLogger("shop.orders").debug("a detail")
shown = out.getvalue()
assert "an order is in" in shown and "Not Found" in shown
assert "a page was asked for" not in shown and "a detail" not in shown
assert shown.count("an order is in") == 1, "shown once"
