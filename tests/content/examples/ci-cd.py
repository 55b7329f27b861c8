"""The tests run on every push against PostgreSQL; only what is green on main is deployed, with a secret."""

assert document["on"] == ["push", "pull_request"]
assert document["permissions"] == {"contents": "read"}
test, deploy = document["jobs"]["test"], document["jobs"]["deploy"]

assert test["services"]["db"]["image"].startswith("postgres:")
commands = [step.get("run", "") for step in test["steps"]]
assert "python manage.py makemigrations --check" in commands
assert commands[-1] == "python manage.py test"

assert deploy["needs"] == "test"
assert deploy["if"] == "github.ref == 'refs/heads/main'"
assert deploy["steps"][-1]["env"]["TOKEN"] == "${{ secrets.DEPLOY_TOKEN }}"
