"""A changed payload does not verify, and the PKCE challenge is the one of RFC 7636, appendix B."""

changed = ".".join([header, naked.split(".")[1], signature])
try:
    jwt.decode(changed, KEY, ["HS256"])
except jwt.InvalidSignatureError:
    refused = True
assert refused
assert jwt.get_unverified_header(token)["alg"] == "HS256"

known = hashlib.sha256(b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").digest()
assert base64.urlsafe_b64encode(known).rstrip(b"=") == b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
