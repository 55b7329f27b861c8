"""Checks of the topic `aws`: what of it is Django's part, or that of a real server."""

import contextlib
import re
import socket
import tempfile

import yaml
from bookshop.catalog.models import Author
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.features import DatabaseFeatures
from django.db.utils import load_backend
from django.test import override_settings
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


RULE = re.compile(r"(?:TCP (\d+)|All traffic) from (?:`([\d./]+)`|the group `(\w+)`|the ([\w ]+)'s group|the security group of the ([\w ]+))")
NAMES = {"load balancer": "lb", "web servers": "web", "database": "db"}


def lets_in(choice, port):
    """Return which of the internet, `lb`, `web` and `db` the rule of a choice lets in on `port`."""
    number, anywhere, group, owner, servers = RULE.match(choice).groups()
    source = group or NAMES.get(owner or servers, "")
    open_ = number is None or int(number) == port
    return {who for who in ("internet", "lb", "web", "db") if open_ and (anywhere or who == source)}


@question("aws-source-group")
def who_reaches_gunicorn(choices):
    return {choice: lets_in(choice, 8000) == {"lb"} for choice in choices}


@question("inbound-rule-database")
def who_reaches_postgresql(choices):
    return {choice: lets_in(choice, 5432) == {"web"} for choice in choices}


@question("gunicorn-ec2-logs", database="postgresql", commits=True)
def what_times_out(choices):
    """Packets are dropped by a listener whose queue is full; a wrong user or database is answered by PostgreSQL at once."""
    import psycopg  # noqa: PLC0415 - it is there in the environments of `make test-content` alone

    def told(**where):
        try:
            psycopg.connect(**where).close()
        except psycopg.OperationalError as error:
            return str(error)
        return ""

    listener, waiting = socket.socket(), []
    with contextlib.closing(listener):
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
            waiting.append(client)
        dropped = told(host="127.0.0.1", port=port, connect_timeout=2, dbname="shop", user="shop")
        for client in waiting:
            client.close()
    refused = told(host="127.0.0.1", port=port, connect_timeout=2, dbname="shop", user="shop")
    server = connection.settings_dict
    known = {"host": server["HOST"], "port": server["PORT"] or None}
    no_such_user = told(**known, user="nobody-here", dbname="postgres")
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute("CREATE ROLE shop LOGIN CONNECTION LIMIT 0")
        cursor.execute(f"GRANT CONNECT ON DATABASE {name} TO shop")
    too_many = told(**known, user="shop", dbname=connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE CONNECT ON DATABASE {name} FROM shop")
        cursor.execute("DROP ROLE shop")
    assert "Connection refused" in refused
    return {"The inbound rules": "timeout" in dropped and "FATAL" not in dropped,
            "`PASSWORD`": "FATAL" not in no_such_user, "`max_connections`": "too many connections" not in too_many}


@question("instance-was-replaced")
def where_the_pictures_lay(choices):
    """The row keeps the name of the file; the disk of a new instance is empty."""
    with tempfile.TemporaryDirectory() as old, tempfile.TemporaryDirectory() as new, tempfile.TemporaryDirectory() as static:
        name = FileSystemStorage(location=old).save("ada.png", ContentFile(b"ada"))
        author = Author.objects.create(name=name)
        with override_settings(MEDIA_ROOT=old, STATIC_ROOT=static):
            call_command("collectstatic", interactive=False, verbosity=0)
        collected = not FileSystemStorage(location=old).exists(name)
        kept = Author.objects.get(pk=author.pk).name == "ada.png"
        found = FileSystemStorage(location=new).exists(name)
    return {"on the disk of the old instance": kept and not found, "lost its file paths": not kept, "`collectstatic` removed": collected}


@claim("S3 holds uploads")
@claim("Uploads go to the disk of the EC2 instance")
def one_storage_for_all():
    with tempfile.TemporaryDirectory() as shared, tempfile.TemporaryDirectory() as own:
        name = FileSystemStorage(location=shared).save("ada.png", ContentFile(b"ada"))
        assert FileSystemStorage(location=shared).exists(name)
        assert not FileSystemStorage(location=own).exists(name)
