"""Discord's own description of its API, held against what a bot sends; needs jsonschema (`[openapi]`)."""

from discord_sandbox.openapi.check import OpenApiCheck, document_path

__all__ = ["OpenApiCheck", "document_path"]
