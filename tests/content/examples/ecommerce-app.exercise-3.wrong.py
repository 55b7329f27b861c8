"""It sends whatever is ticked."""


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["pk", "customer", "status"]
    actions = ["mark_sent"]

    def mark_sent(self, request, orders):
        done = orders.update(status="sent")
        self.message_user(request, f"Orders sent: {done}")
