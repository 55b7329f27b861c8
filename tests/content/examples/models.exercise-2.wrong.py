"""It lists the authors by way of a method, with a query for each row."""


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "status", "writer"]
    list_filter = ["status"]
    search_fields = ["title", "author__name"]

    def writer(self, book):
        return book.author.name
