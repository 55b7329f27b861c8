"""Checks of the topic `aws`: what of it is Django's part, or that of a real server."""

from django.db.backends.postgresql.features import DatabaseFeatures
from django.db.utils import load_backend
from grading import claim, question


@claim("PostgreSQL 15 is the oldest", django=(6, 1))
def the_oldest_server():
    assert DatabaseFeatures.minimum_database_version == (15,)


@question("aws-pg-version", django=(6, 1))
def what_comes_first(choices):
    other_name = load_backend("django.db.backends.postgresql_psycopg2").DatabaseWrapper.features_class
    return {"PostgreSQL 15 or newer": DatabaseFeatures.minimum_database_version == (15,),
            "`postgresql_psycopg2`": other_name.minimum_database_version < (15,)}
