"""/applications/{id}/commands: what members can call, globally and in one guild."""

from discord_sandbox.errors import INVALID_FORM, ApiError
from discord_sandbox.json_codec import Json
from discord_sandbox.limits import check_command, check_commands
from discord_sandbox.limits.form_errors import required
from discord_sandbox.rest.call import Call
from discord_sandbox.rest.guards import own_application, own_guild
from discord_sandbox.rest.routes import Routes
from discord_sandbox.world.commands import Command

routes = Routes()
_GLOBAL = "/applications/{application_id}/commands"
_IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


@routes.get(_GLOBAL)
@routes.get(_IN_GUILD)
def list_commands(call: Call) -> list[Json]:
    """Return the registered commands."""
    scope = _scope(call)
    return [_shown(call, command) for command in call.world.commands.all(scope)]


@routes.put(_GLOBAL)
@routes.put(_IN_GUILD)
def replace_commands(call: Call) -> list[Json]:
    """Make the body all commands there are; known names keep their ids."""
    scope = _scope(call)
    if not isinstance(call.body, list):
        raise ApiError(INVALID_FORM, required())
    if call.backend.strict:
        call.refuse(check_commands(call.body))
    registered = call.world.commands.replace_all(scope, call.body, call.world.clock.now())
    return [_shown(call, command) for command in registered]


@routes.post(_GLOBAL)
@routes.post(_IN_GUILD)
def create_command(call: Call) -> Json:
    """Register a command, or overwrite the one of its name: 201 or 200."""
    scope = _scope(call)
    body = call.form()
    if call.backend.strict:
        call.refuse(check_command(body))
    command, is_new = call.world.commands.register(scope, body, call.world.clock.now())
    call.status = 201 if is_new else 200
    return _shown(call, command)


@routes.get(_GLOBAL + "/{command_id}")
@routes.get(_IN_GUILD + "/{command_id}")
def get_command(call: Call) -> Json:
    """Return one command."""
    return _shown(call, call.world.commands.get(_scope(call), call.id("command_id")))


@routes.patch(_GLOBAL + "/{command_id}")
@routes.patch(_IN_GUILD + "/{command_id}")
def edit_command(call: Call) -> Json:
    """Change the named parts of a command."""
    command = call.world.commands.get(_scope(call), call.id("command_id"))
    body = {**command.body, **call.form()}
    if call.backend.strict:
        call.refuse(check_command(body))
    return _shown(call, call.world.commands.change(command, body))


@routes.delete(_GLOBAL + "/{command_id}")
@routes.delete(_IN_GUILD + "/{command_id}")
def delete_command(call: Call) -> None:
    """Remove a command."""
    call.world.commands.remove(_scope(call), call.id("command_id"))


def _scope(call: Call) -> int | None:
    own_application(call)
    return own_guild(call).id if "guild_id" in call.params else None


def _shown(call: Call, command: Command) -> Json:
    return command.to_json(call.world.application.id)
