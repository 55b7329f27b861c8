"""The rows are all still there, and a column name given as a parameter sorts by nothing, or is refused."""

from django.db import ProgrammingError

assert Order.objects.count() == 2
sql = "SELECT address FROM example_order ORDER BY %s"
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute(sql, ["address DESC"])
        assert cursor.fetchall() == [("1 Elm Road",), ("2 Oak Lane",)]
    else:
        try:
            cursor.execute(sql, ["address DESC"])
        except ProgrammingError as error:
            assert "non-integer constant in ORDER BY" in str(error)
        else:
            raise AssertionError("PostgreSQL sorts by a text")
    cursor.execute("SELECT address FROM example_order ORDER BY address DESC")
    assert cursor.fetchall() == [("2 Oak Lane",), ("1 Elm Road",)]
assert attack in str(Order.objects.filter(customer=attack).query)
