"""Checks of the topic `aws`: what of it is Django's part, or that of a real server."""

import yaml
from django.db.backends.postgresql.features import DatabaseFeatures
from django.db.utils import load_backend
from grading import claim, exercise, question


@claim("PostgreSQL 15 is the oldest", django=(6, 1))
def the_oldest_server():
    assert DatabaseFeatures.minimum_database_version == (15,)


@question("aws-pg-version", django=(6, 1))
def what_comes_first(choices):
    other_name = load_backend("django.db.backends.postgresql_psycopg2").DatabaseWrapper.features_class
    return {"PostgreSQL 15 or newer": DatabaseFeatures.minimum_database_version == (15,),
            "`postgresql_psycopg2`": other_name.minimum_database_version < (15,)}


NETWORK = """
lb: {443: 0.0.0.0/0}
web: {8000: lb}
db: {5432: web}
"""


@exercise(
    "Draw the network of a Django site",
    NETWORK.replace("8000: lb", "8000: 0.0.0.0/0"),
    NETWORK.replace("5432: web", "5432: 0.0.0.0/0"),
    NETWORK.replace("5432: web", "5432: db"),
    NETWORK.replace("8000: lb", "443: lb"),
)
def who_reaches_whom(answer):
    groups = yaml.safe_load(answer)

    def let_in(target, port, source):
        return groups[target].get(port) in ("0.0.0.0/0", source)

    wanted = let_in("lb", 443, "internet") and let_in("web", 8000, "lb") and let_in("db", 5432, "web")
    return wanted and all(source in groups for name in ("web", "db") for source in groups[name].values())
