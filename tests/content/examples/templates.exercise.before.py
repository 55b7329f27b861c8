from django.template import Context, Template
