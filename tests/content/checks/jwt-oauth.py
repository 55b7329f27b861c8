"""Checks of the topic `jwt-oauth`."""

import base64
import hashlib
import hmac
import itertools
import json
import secrets
from datetime import timedelta

import jwt
from bookshop.shelves import person
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from grading import claim, code, question, raises, value, warned
from jwt.exceptions import InvalidSubjectError
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.serializers import TokenRefreshSerializer
from rest_framework_simplejwt.settings import DEFAULTS
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken
from django.contrib.auth import get_user_model
import warnings

KEY, OTHER = "k" * 32, "x" * 32
CLAIMS = {"sub": "7", "role": "user"}


def decode(token, key=KEY, **options):
    """Return the claims of a token; raises what PyJWT raises."""
    return jwt.decode(token, key, algorithms=["HS256"], **options)


def version_is(*wanted):
    """Tell whether the installed PyJWT is that version or newer."""
    return tuple(int(part) for part in jwt.__version__.split(".")[:2]) >= wanted


@claim("A JWT is signed, not encrypted")
def anybody_can_read_it():
    payload = jwt.encode(CLAIMS, KEY).split(".")[1]
    assert json.loads(base64.urlsafe_b64decode(payload + "==")) == CLAIMS


@claim("A verifier must fix the algorithm")
def the_algorithm_is_fixed():
    naked = jwt.encode(CLAIMS, None, algorithm="none")
    assert raises(jwt.InvalidAlgorithmError, lambda: decode(naked))
    assert raises(jwt.DecodeError, lambda: jwt.decode(jwt.encode(CLAIMS, KEY), KEY))


@claim("A JWT cannot be taken back before `exp`")
def it_holds_until_exp():
    assert decode(jwt.encode({**CLAIMS, "exp": 4102444800}, KEY))["sub"] == "7"
    assert raises(jwt.ExpiredSignatureError, lambda: decode(jwt.encode({**CLAIMS, "exp": 1}, KEY)))


@claim("simplejwt defaults: access 5 minutes")
def defaults_of_simplejwt():
    minutes = DEFAULTS["ACCESS_TOKEN_LIFETIME"].total_seconds() / 60
    assert [minutes, DEFAULTS["REFRESH_TOKEN_LIFETIME"].days, DEFAULTS["ALGORITHM"]] == [5, 1, "HS256"]
    assert DEFAULTS["ROTATE_REFRESH_TOKENS"] is False


@claim("An HMAC key below 32 bytes gives")
def short_keys_warn():
    assert version_is(2, 11)
    assert warned(lambda: jwt.encode(CLAIMS, "short"))
    assert warned(lambda: jwt.encode(CLAIMS, KEY)) == []


@claim("`sub` has to be a text")
def sub_is_a_text():
    assert raises(InvalidSubjectError, lambda: decode(jwt.encode({"sub": 7}, KEY)))
    assert decode(jwt.encode({"sub": "7"}, KEY))


@claim("Now everyone can be admin")
def without_verification():
    forged = jwt.encode({"sub": "1", "role": "admin"}, OTHER)
    assert jwt.decode(forged, options={"verify_signature": False})["role"] == "admin"
    assert raises(jwt.InvalidSignatureError, lambda: decode(forged))


@claim("rotate refresh tokens, with `BLACKLIST_AFTER_ROTATION`")
def a_blacklisted_token_is_refused():
    token = RefreshToken.for_user(person())
    again = str(token)
    assert RefreshToken(again)
    token.blacklist()
    assert raises(TokenError, lambda: RefreshToken(again))


@question("What does the signature of a JWT guarantee?")
def what_a_signature_says(choices):
    head, body, signature = jwt.encode(CLAIMS, KEY).split(".")
    changed = jwt.encode({"sub": "1"}, OTHER).split(".")[1]
    thief = f"{head}.{body}.{signature}"  # a copy, sent by somebody else, after the logout
    return {
        "its claims are unchanged": raises(jwt.InvalidSignatureError, lambda: decode(f"{head}.{changed}.{signature}")),
        "nobody but the receiver": not json.loads(base64.urlsafe_b64decode(body + "==")),
        "has not been stolen": decode(thief) != CLAIMS,
        "is still logged in": raises(jwt.InvalidTokenError, lambda: decode(thief)),
    }


@question("A penetration test reports that anybody can become admin")
def which_line(choices):
    forged = jwt.encode({"sub": "1"}, OTHER)
    unchecked = jwt.decode(forged, options={"verify_signature": False})
    admin = person("admin")  # whom `filter()` finds just as `get()` does
    return {
        "The signature is never checked": unchecked["sub"] == "1" and raises(jwt.InvalidTokenError, lambda: decode(forged)),
        "`sub` must be a number": not raises(InvalidSubjectError, lambda: decode(jwt.encode({"sub": 7}, KEY))),
        "the name of the header": raises(TypeError, lambda: jwt.decode(forged, options={"verify_signature": False})),
        "replaced by `filter()`": not get_user_model().objects.filter(pk=admin.pk, username="admin").exists(),
    }


@question("jwt-aud")
def an_audience(choices):
    token = jwt.encode({"sub": "7", "aud": "shop"}, KEY)
    refused = raises(jwt.InvalidAudienceError, lambda: decode(token))
    return {
        "with `aud` among them": not refused,
        "leaves `aud` out": not refused,
        "`InvalidAudienceError`": refused,
        "`MissingRequiredClaimError`": raises(jwt.MissingRequiredClaimError, lambda: decode(token)) if not refused else False,
    }


@question("jwt-sub-int")
def which_line_made_it(choices):
    user = type("User", (), {"pk": 7, "username": "ada"})

    def fails(source):
        token = value(source, jwt=jwt, KEY=KEY, user=user, str=str)
        return raises(InvalidSubjectError, lambda: decode(token))

    return {choice: fails(code(choice)) for choice in choices}


@question("jwt-require-exp")
def a_token_without_exp(choices):
    token = jwt.encode({"sub": "7"}, KEY)

    def refuses(**options):
        return raises(jwt.InvalidTokenError, lambda: decode(token, **options))

    def refuses_quietly(**options):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyJWT warns of options that it does not know
            try:
                return raises(jwt.InvalidTokenError, lambda: decode(token, **options))
            except TypeError:
                return False
    return {
        '"require"': refuses(options={"require": ["exp"]}),
        '"verify_exp"': refuses(options={"verify_exp": True}),
        "leeway=0": refuses(leeway=0),
        "exp=60": refuses_quietly(exp=60),
    }


@question("A refresh token may have been stolen")
def what_limits_the_damage(choices):
    from rest_framework_simplejwt.exceptions import TokenError  # noqa: PLC0415

    stolen = str(RefreshToken.for_user(person()))

    def thief_is_stopped(after):
        used = RefreshToken(stolen)
        after(used)
        return raises(TokenError, lambda: RefreshToken(stolen))

    return {
        "A longer key": thief_is_stopped(lambda token: jwt.encode({"sub": "7"}, "k" * 64)),
        "A longer lifetime": thief_is_stopped(lambda token: token.set_exp()),
        "A second claim": thief_is_stopped(lambda token: token.payload.update(ip="10.0.0.1")),
        "with a blacklist": thief_is_stopped(lambda token: token.blacklist()),
    }


@question("own-django-site")
def what_can_be_ended_at_once(choices):
    ada = person("ada")
    access = RefreshToken.for_user(ada).access_token
    client, copy = Client(), Client()
    client.post("/accounts/login/", {"username": "ada", "password": "pencil"})
    hidden = bool(client.cookies["sessionid"]["httponly"])
    copy.cookies["sessionid"] = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    session_ended = not copy.get("/").wsgi_request.user.is_authenticated
    token_ended = raises(TokenError, lambda: AccessToken(str(access)))
    return {"Django's session": session_ended and hidden, "`localStorage`": token_ended, "`HttpOnly` cookie, 30 days": token_ended}


@question("users-blocked-hour-ago")
def when_the_block_takes_effect(choices):
    """Views that trust nothing but the claims, as `JWTStatelessUserAuthentication` does; the user is blocked for an hour."""
    ada = person("ada")
    refresh = RefreshToken.for_user(ada)
    ada.is_active = False
    ada.save()

    def an_hour_later(**changed):
        """Tell whether a token that was made an hour ago is refused now."""
        token = refresh.access_token
        token.set_exp(from_time=timezone.now() - timedelta(hours=1), lifetime=changed.pop("lifetime", timedelta(days=1)))
        token.payload.update(changed)
        return raises(AuthenticationFailed, lambda: _let_in(str(token)))

    no_new_one = raises(AuthenticationFailed, lambda: TokenRefreshSerializer(data={"refresh": str(refresh)}).is_valid())
    return {"to minutes": an_hour_later(lifetime=timedelta(minutes=5)) and no_new_one, "in `sessionStorage`": an_hour_later(),
            "a claim `active`": an_hour_later(active=True)}


@question("jwt-key-length")
def a_key_that_can_be_tried(choices):
    """Somebody with one token in hand tries keys; here all words of five letters from a small alphabet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        token = jwt.encode(CLAIMS, "abcba")
        longer = jwt.encode(CLAIMS, KEY)
    signed, _, signature = token.rpartition(".")
    wanted = base64.urlsafe_b64decode(signature + "==")
    tried = ("".join(letters) for letters in itertools.product("abc", repeat=5))
    found = [key for key in tried if hmac.digest(key.encode(), signed.encode(), "sha256") == wanted]
    early = jwt.encode({**CLAIMS, "exp": 1}, KEY)
    return {"tries keys until": found == ["abcba"], "become too long for a header": len(longer) != len(token),
            "Claims that can be read": raises(Exception, lambda: json.loads(base64.urlsafe_b64decode(longer.split(".")[1] + "=="))),
            "A clock that is wrong": not raises(jwt.ExpiredSignatureError, lambda: decode(early))}


def _let_in(token):
    """Return the user that a view sees which looks nobody up."""
    authentication = JWTStatelessUserAuthentication()
    try:
        return authentication.get_user(authentication.get_validated_token(token.encode()))
    except InvalidToken as error:
        raise AuthenticationFailed from error


@claim("`state` protects the redirect from CSRF; PKCE makes a stolen code useless")
def a_stolen_code():
    """The provider keeps the challenge with the code, and wants the verifier that it was made of."""
    verifier, guess = secrets.token_urlsafe(32), secrets.token_urlsafe(32)

    def challenge(text):
        return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")

    kept = challenge(verifier)
    assert challenge(verifier) == kept != challenge(guess)
    assert 43 <= len(verifier) <= 128  # RFC 7636, section 4.1


@claim("Cookies of `set_signed_cookie` have a new salt")
def tokens_are_not_concerned():
    response = HttpResponse()
    response.set_signed_cookie("cart", "7", salt="shop")
    old = signing.get_cookie_signer(salt="cartshop").sign("7")
    assert response.cookies["cart"].value.rpartition(":")[2] != old.rpartition(":")[2]
    session = SessionStore()
    assert session.decode(session.encode({"user": "ada"})) == {"user": "ada"}


@claim("Tokens are kept in `localStorage`")
def scripts_cannot_read_the_session():
    assert settings.SESSION_COOKIE_HTTPONLY is True
