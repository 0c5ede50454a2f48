"""Signing in by the council's own directory, over OpenID Connect: Entra ID, Google Workspace, Keycloak and others.

allauth leads somebody there and back. What it leaves to others is here: that what comes back was asked for by this very
browser (``nonce``), is signed by the directory, and is from it and for us; and who of our staff that is.
"""

import logging
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from secrets import token_urlsafe
from time import monotonic
from typing import Any, NoReturn
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from allauth.account.adapter import get_adapter as signing_in
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from urllib3.exceptions import HTTPError

from answerable.people.access import SignedIn, is_signed_in
from answerable.people.actions import link, note_failure
from answerable.people.claims import Claims, NotBelieved, Trust
from answerable.people.middleware import site_of
from answerable.people.models import Staff

_log = logging.getLogger(__name__)

SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""How a directory may sign what it says: with a key that only it has. What is not signed at all is not believed."""

ASKED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
"""What a token must say, whatever else it does."""

CLOCKS_DIFFER = timedelta(minutes=1)
FRESH = timedelta(minutes=10)
"""How long ago somebody may have signed in at the directory who is asked to do it again."""

ANSWERS_WITHIN, WHOLE_WITHIN = 5, 10
"""Seconds for which we wait for a directory to say something, and for the whole of what it says."""

LARGEST = 500_000
"""Bytes of the longest answer that is read: those of real directories have some thousands."""

REMEMBERED = 300
"""Seconds for which it is remembered where the directory's pages are."""

LONGEST_SUBJECT = 191
"""Letters of the longest name by which a directory may know somebody; those of real ones have some forty."""

AWAY = "It did not answer, or not as it should. Wait a minute and try again."
NOT_THIS_TIME = "What came back from it does not fit what we asked for, or came too late. Begin again."
CANCELLED = "You were not signed in there, or you went back. Begin again when you like."
NOT_AGAIN = "It does not say that you have only just signed in there. Sign out here, and sign in again."
NOT_BOTH = "It does not say that it asked you for a second factor. Sign out here, and sign in again."


_CANNOT_ASK = (requests.RequestException, RecursionError, OSError, UnicodeDecodeError)
"""What is raised where a directory does not answer, or nests what it says too deep to be read, and where the file with
our secret cannot be read."""


class _Nonsense(OAuth2Error):  # type: ignore[misc]  # allauth has no types
    """A directory answered something that no directory should."""


def trust() -> Trust:
    """Return what the council has told us of its directory."""
    return Trust(
        kind=settings.DIRECTORY_KIND,
        issuer=settings.DIRECTORY_ISSUER,
        domains=settings.DIRECTORY_DOMAINS,
        is_ours=settings.DIRECTORY_ADDRESSES == "ours",
        second_step=settings.DIRECTORY_SECOND_STEP,
    )


def lead_there(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in at the directory; who is signed in here has to enter there again who they are."""
    try:
        directory = get_adapter().get_provider(request, settings.DIRECTORY_ISSUER)
        there: HttpResponse = directory.redirect(request, AuthProcess.LOGIN, get_next_redirect_url(request))
    except (OAuth2Error, *_CANNOT_ASK) as error:
        return _not_signed_in(request, AWAY, error)
    return there


def come_back(request: HttpRequest) -> HttpResponse:
    """Sign somebody in who comes back from the directory, or say why not."""
    try:
        here: HttpResponse = _Back.adapter_view(_Exchange(request, settings.DIRECTORY_ISSUER))(request)
    except _CANNOT_ASK as error:
        return _not_signed_in(request, AWAY, error)
    return here


class _Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """What is said between us and the directory, without the browser."""

    state: dict[str, Any]

    @property
    def openid_config(self) -> dict[str, Any]:
        """Where the directory's pages are, as it says itself. Raises OAuth2Error when it is not the one we know."""
        key = f"answerable.directory.{sha256(settings.DIRECTORY_ISSUER.encode()).hexdigest()}"
        known = cache.get(key)
        if known is None:
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.get_provider().server_url)
            answer.raise_for_status()
            known = _require_ours(answer.json())
            cache.set(key, known, REMEMBERED)
        return dict(known)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return the one address that the directory may send somebody back to."""
        return f"{settings.ORIGIN}{reverse('directory_back')}"

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Return what the directory gives for the code that the browser brought."""
        try:
            given = super().get_access_token_data(request, app, client, pkce_code_verifier)
        except (KeyError, TypeError, ValueError) as error:
            raise _Nonsense("It gave no token for a code") from error
        if not isinstance(given, dict) or not isinstance(given.get("id_token"), str):
            raise _Nonsense("It gave no ID token for a code")
        return given

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """Return no token: what it would open is no business of ours."""
        return SocialToken()

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, *, response: dict[str, Any]
    ) -> SocialLogin:
        """Return who comes, by what the directory has signed. Raises OAuth2Error for what it has not."""
        claims = self._signed(response["id_token"])
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login

    def _signed(self, token: str) -> Claims:
        try:
            _, key = jwtkit.fetch_key(token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk)
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=SIGNED_WITH,
                issuer=settings.DIRECTORY_ISSUER,
                audience=settings.DIRECTORY_CLIENT,
                leeway=CLOCKS_DIFFER,
                options={"require": ASKED},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise _Nonsense(f"Its ID token will not do: {error!r}") from error
        if claims["aud"] not in (settings.DIRECTORY_CLIENT, [settings.DIRECTORY_CLIENT]):
            raise _Nonsense("Its ID token is for others too")
        if claims.get("azp", settings.DIRECTORY_CLIENT) != settings.DIRECTORY_CLIENT:
            raise _Nonsense("Its ID token was given to another")
        if claims["nonce"] != self.state["nonce"]:
            raise _Nonsense("Its ID token was asked for by another browser, or before")
        if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise _Nonsense("Its ID token names nobody")
        return claims


class _Back(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    """The page to which the directory sends somebody back."""

    def _get_state(self, request: HttpRequest, provider: OpenIDConnectProvider) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.state = state
        return state, response


class Directory(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """The council's own directory, which knows who works there."""

    oauth2_adapter_class = _Exchange
    pkce_enabled_default = True

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **more: Any
    ) -> HttpResponse:
        """Send somebody there, with what only this browser can bring back."""
        nonce, is_again = token_urlsafe(32), is_signed_in(request)
        asked = {"nonce": nonce, **({"prompt": "login", "max_age": "0"} if is_again else {})}
        response: HttpResponse = super().redirect(
            request,
            process,
            next_url,
            data,
            auth_params=asked,
            scope=["openid", "email"],
            nonce=nonce,
            is_again=is_again,
        )
        return response

    def extract_uid(self, data: Claims) -> str:
        """Return what the directory calls somebody, whatever becomes of their name and address."""
        return str(data["sub"])

    def extract_extra_data(self, data: Claims) -> dict[str, Any]:
        """Keep nothing else of what it says."""
        return {}

    def extract_common_fields(self, data: Claims) -> dict[str, Any]:
        """Take nothing over: names and addresses are those that the council's staff are hired with."""
        return {}

    def extract_email_addresses(self, data: Claims) -> list[Any]:
        """Let allauth find nobody by an address: see ``Trust.address``."""
        return []


class ByDirectory(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Decides who may sign in by the directory: those who are hired here, and nobody else."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Directory:
        """Return the one directory there is. What it calls people is kept under what it calls itself."""
        app = SocialApp(
            provider=Directory.id,
            provider_id=settings.DIRECTORY_ISSUER,
            name=settings.DIRECTORY_NAME,
            client_id=settings.DIRECTORY_CLIENT,
            secret=Path(settings.DIRECTORY_SECRET).read_text(encoding="utf-8").strip(),
            settings={"server_url": settings.DIRECTORY_ISSUER.rstrip("/")},
        )
        return Directory(request, app=app)

    def get_requests_session(self) -> requests.Session:
        """Return what asks the directory, and does not wait for it for ever."""
        return _Impatient()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Make an account for nobody: a council hires its staff."""
        return False

    def pre_social_login(self, request: SignedIn, sociallogin: SocialLogin) -> None:
        """Let somebody in whom the council has hired; link them the first time. Everybody else is told why not."""
        claims: Claims = sociallogin.claims
        try:
            trust().require_council(claims)
            staff = sociallogin.user if sociallogin.is_existing else self._link(request, sociallogin)
        except NotBelieved as refused:
            self._refuse(request, claims, str(refused))
        if sociallogin.state["is_again"] and is_signed_in(request):
            raise ImmediateHttpResponse(self._go_on(request, staff, sociallogin))
        request.has_second_step = trust().has_second_step(claims)  # type: ignore[attr-defined]  # see adapters.py

    def _link(self, request: SignedIn, sociallogin: SocialLogin) -> Staff:
        email = trust().address(sociallogin.claims)
        try:
            sociallogin.account = link(
                email, issuer=sociallogin.account.provider, subject=sociallogin.account.uid, at=request.now
            )
        except (LookupError, ValueError) as refused:
            raise NotBelieved(str(refused)) from None
        staff: Staff = sociallogin.account.user
        sociallogin.user = staff
        return staff

    def _go_on(self, request: SignedIn, staff: Staff, sociallogin: SocialLogin) -> HttpResponse:
        """Go on where somebody was asked who they are, if it is they who have just said so again."""
        if staff != request.user:
            why = f"You are signed in here as {request.user}, and there as somebody else. Sign out here first."
            return _not_signed_in(request, why, status=403)
        said_at = sociallogin.claims.get("auth_time")
        if not isinstance(said_at, int) or request.now.timestamp() - said_at > FRESH.total_seconds():
            return _not_signed_in(request, NOT_AGAIN, status=403)
        if not trust().has_second_step(sociallogin.claims):
            return _not_signed_in(request, NOT_BOTH, status=403)
        record_authentication(request, staff, "socialaccount", reauthenticated=True)
        request.session.cycle_key()
        request.GET = QueryDict(urlencode({"next": sociallogin.state.get("next") or reverse("account")}))
        went_on: HttpResponse = resume_request(request)
        return went_on

    def _refuse(self, request: SignedIn, claims: Claims, why: str) -> NoReturn:
        email = claims.get("email")
        where = signing_in().get_client_ip(request)
        note_failure(email if isinstance(email, str) else "", internet_address=where, at=request.now, is_heard=True)
        raise ImmediateHttpResponse(_not_signed_in(request, why, status=403))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Directory,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Say in a sentence that somebody is not signed in, and what to do."""
        if exception is not None:
            why = NOT_THIS_TIME if isinstance(exception, OAuth2Error) else AWAY
            raise ImmediateHttpResponse(_not_signed_in(request, why, exception))
        why = CANCELLED if error == AuthError.CANCELLED else NOT_THIS_TIME
        raise ImmediateHttpResponse(_not_signed_in(request, why, status=400))


class _Impatient(requests.Session):
    """Asks for an answer that is not too long and does not take too long, and goes nowhere it is sent on to."""

    def request(self, method: str, url: str, **more: Any) -> requests.Response:  # type: ignore[override]  # by keyword
        """Return the whole answer. Raises RequestException when it does not come."""
        began = monotonic()
        more |= {"timeout": ANSWERS_WITHIN, "allow_redirects": False, "stream": True}
        response = super().request(method, url, **more)
        came = bytearray()
        try:
            while piece := response.raw.read1(65_536, decode_content=True):
                came += piece
                if len(came) > LARGEST or monotonic() - began > WHOLE_WITHIN:
                    raise requests.RequestException("Its answer is too long, or takes too long")
        except (HTTPError, OSError) as error:
            raise requests.RequestException(f"Its answer broke off: {error!r}") from error
        finally:
            response.close()
        response.raw = BytesIO(came)
        return response


def _require_ours(said: Any) -> dict[str, Any]:
    """Return what a directory says of itself, if it is the one we know and its pages are where they may be."""
    if not isinstance(said, dict) or said.get("issuer") != settings.DIRECTORY_ISSUER:
        raise _Nonsense("What answers is not the directory of ANSWERABLE_DIRECTORY_ISSUER")
    pages = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    scheme = urlsplit(settings.DIRECTORY_ISSUER).scheme
    if not all(isinstance(page, str) and page.startswith(f"{scheme}://") for page in pages):
        raise _Nonsense("It does not say where its pages are")
    if not said["authorization_endpoint"].startswith(f"{site_of(settings.DIRECTORY_ISSUER)}/"):
        raise _Nonsense("It signs people in on another site than its own")
    # What holds where it does not say so; allauth would take the other.
    said.setdefault("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return said


def _not_signed_in(
    request: HttpRequest, why: str, error: Exception | None = None, *, status: int = 502
) -> HttpResponse:
    if error is not None:
        _log.warning("Nobody was signed in by the directory: %s", f"{error!r}"[:500])
    return render(request, "people/not_signed_in.html", {"why": why}, status=status)
