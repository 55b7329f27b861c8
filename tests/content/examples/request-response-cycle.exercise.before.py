"""Tasks and mail; below Django 6.0 a stand-in for what `@task` does with the default backend."""

import django
from django.core.mail import send_mail
from django.db import connection, transaction

if django.VERSION >= (6, 0):
    from django.tasks import task
else:

    def task(function):
        function.enqueue = function
        return function
