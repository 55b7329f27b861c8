"""Only the group of the web servers reaches the database, which has no public address and keeps backups."""

import re
import shlex

script = EXAMPLE.replace("\\\n", " ")
commands = [shlex.split(match) for match in re.findall(r"aws ((?:ec2|rds) [^)\n]*)", script)]
by_action = {}
for service, action, *options in commands:
    by_action.setdefault(f"{service} {action}", []).append(options)

world, inner = by_action["ec2 authorize-security-group-ingress"]
assert world[world.index("--port") + 1] == "443"
assert world[world.index("--cidr") + 1] == "0.0.0.0/0"
assert inner[inner.index("--port") + 1] == "5432"
assert inner[inner.index("--source-group") + 1] == "$web"
assert "--cidr" not in inner

(database,) = by_action["rds create-db-instance"]
assert "--no-publicly-accessible" in database
assert int(database[database.index("--backup-retention-period") + 1]) > 0
assert database[database.index("--vpc-security-group-ids") + 1] == "$db"
(server,) = by_action["ec2 run-instances"]
assert server[server.index("--security-group-ids") + 1] == "$web"
