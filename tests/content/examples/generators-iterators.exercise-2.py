"""The header comes before any query, the lines with one."""

with CaptureQueriesContext(connection) as sent:
    made = rows(OrderLine.objects.order_by("pk"))
    assert next(made) == "title,quantity\n"
    assert len(sent) == 0
    assert list(made) == ["Emma,1\n", "Dune,1\n", "Eden,1\n"]
assert len(sent) == 1
response = export(None)
assert response.streaming
assert b"".join(response.streaming_content).decode().count("\n") == 4
