"""The one way a request is turned down: raised anywhere, written in the vendor's own words by its desk."""


class RefusalError(Exception):
    """A request that gets an error document.

    `detail` is a sentence for a person, `pointer` a JSON pointer into the request's body, `code` the vendor's own
    word for the fault (where it has any), `retry_after` a wait in whole seconds.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: str | None = None,
        pointer: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.code = code
        self.pointer = pointer
        self.retry_after = retry_after
