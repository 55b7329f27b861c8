"""The rows are all still there, and a column name given as a parameter sorts by nothing."""

assert Account.objects.count() == 2
with connection.cursor() as cursor:
    cursor.execute("SELECT secret FROM example_account ORDER BY %s", ["secret DESC"])
    unsorted = cursor.fetchall()
    cursor.execute("SELECT secret FROM example_account ORDER BY secret DESC")
    assert cursor.fetchall() == [("red",), ("blue",)]
assert unsorted == [("blue",), ("red",)]
assert attack in str(Account.objects.filter(owner=attack).query)
