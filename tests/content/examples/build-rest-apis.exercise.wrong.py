"""It takes the task by its key, whoever owns it, and finishes it again and again."""


@action(detail=True, methods=["post"])
def finish(self, request, pk=None):
    task = Task.objects.get(pk=pk)
    task.done = True
    task.save()
    return Response(self.get_serializer(task).data)
