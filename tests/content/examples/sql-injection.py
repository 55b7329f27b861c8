"""The rows are all still there, and a column name given as a parameter sorts by nothing, or is refused."""

from django.db import ProgrammingError

assert Account.objects.count() == 2
sql = "SELECT secret FROM example_account ORDER BY %s"
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute(sql, ["secret DESC"])
        assert cursor.fetchall() == [("blue",), ("red",)]
    else:
        try:
            cursor.execute(sql, ["secret DESC"])
        except ProgrammingError as error:
            assert "non-integer constant in ORDER BY" in str(error)
        else:
            raise AssertionError("PostgreSQL sorts by a text")
    cursor.execute("SELECT secret FROM example_account ORDER BY secret DESC")
    assert cursor.fetchall() == [("red",), ("blue",)]
assert attack in str(Account.objects.filter(owner=attack).query)
