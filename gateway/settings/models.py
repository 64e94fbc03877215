"""The configuration as frozen values: one class a table of the file, one field a key, each default as documented."""

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, SecretStr

from gateway.settings.addresses import DocumentUrl, FilePath, Host, StoreUrl
from gateway.settings.holds import Holds, Table, at_least_one, each_once, one_of
from gateway.settings.kinds import BearerToken, Count, CountOrNone, Flag, Name, Port, Seconds, Text
from gateway.settings.sources import SourceSettings

Scope = Literal["read", "write", "explain"]


class Token(Table):
    """`[[server.auth.tokens]]`: one bearer token, the sources it opens and what may be done there."""

    name: Name
    token: BearerToken
    sources: Annotated[
        tuple[Name, ...],
        AfterValidator(at_least_one),
        AfterValidator(each_once),
        Holds("a list of sources' names, at least one, each once"),
    ]
    scopes: Annotated[
        tuple[Annotated[Scope, one_of(get_args(Scope))], ...],
        AfterValidator(at_least_one),
        AfterValidator(each_once),
        Holds('a list of "read", "write" and "explain", at least one, each once'),
    ]


class Jwt(Table):
    """`[server.auth.jwt]`: whose signed tokens are accepted, and where the signer's keys are published."""

    issuer: Text
    audience: Text
    jwks_url: DocumentUrl


class Auth(Table):
    """`[server.auth]`: who may ask. At least one of the two ways is there."""

    tokens: Annotated[tuple[Token, ...], Holds("a list of tables, each with name, token, sources and scopes")] = ()
    jwt: Jwt | None = None


class Limits(Table):
    """`[server.limits]`: how much one query may ask for, refused before anything runs."""

    max_cost: Count = 5000
    max_depth: Count = 15
    max_aliases: CountOrNone = 30
    max_tokens: Count = 5000
    max_vendor_calls: Count = 100


class Server(Table):
    """`[server]`: where Foyer listens and what it lets in. `auth` None is an open door."""

    host: Host = "127.0.0.1"
    port: Port = 8000
    workers: Count = 1
    introspection: Flag = True
    graphiql: Flag = True
    allow_anonymous: Flag = False
    request_timeout_seconds: Seconds = 15.0
    documents: FilePath | None = None
    only_documents: Flag = False
    max_body_bytes: Count = 1048576
    auth: Auth | None = None
    limits: Limits = Limits()


class Store(Table):
    """`[store]`: where what outlives a request is kept. `url` may carry a password and is therefore a secret."""

    url: StoreUrl = SecretStr("memory://")
    journal: Annotated[FilePath, Field(validate_default=True)] = Path("foyer.sqlite3")
    max_bytes: Count = 268435456


class Settings(Table):
    """The whole file."""

    server: Server = Server()
    store: Store = Store()
    sources: Annotated[
        tuple[Annotated[SourceSettings, Field(discriminator="vendor")], ...],
        AfterValidator(at_least_one),
        Holds("at least one [[sources]] table"),
    ]
