"""Enqueued at once: with the default backend that is before the commit."""


@task
def send_receipt(order_id):
    send_mail(f"Receipt {order_id}", "Thank you", None, ["shop@example.com"])


def pay(order_id):
    send_receipt.enqueue(order_id)
