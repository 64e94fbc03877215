"""The input of an event request."""

import datetime as dt

import strawberry

from loaders import writes
from schema.changes.people import ContactInput, read_contact
from schema.changes.reader import given, several


@strawberry.input(description="A further question of a form, with its answer.")
class QuestionAnswerInput:
    """A further question of a form, with its answer."""

    question: str = strawberry.field(description="The question.")
    answer: str = strawberry.field(description="The answer.")


@strawberry.input(description="An event that a venue is asked for; what is left out is not said.")
class RequestEventInput:
    """An event that a venue is asked for."""

    idempotency_key: strawberry.ID = strawberry.field(
        description="Of your making, new for every request: the same key with the same input gives the first outcome."
    )
    source: str = strawberry.field(description="Where: the source's name in the configuration.")
    name: str = strawberry.field(description="What the event is called.")
    from_: dt.datetime | None = strawberry.field(
        name="from", default=strawberry.UNSET, description="When it is to begin."
    )
    to: dt.datetime | None = strawberry.field(
        default=strawberry.UNSET, description="When it is to end; later than from."
    )
    group_name: str | None = strawberry.field(default=strawberry.UNSET, description="What the group is called.")
    noticeboard_name: str | None = strawberry.field(
        default=strawberry.UNSET, description="What the noticeboard at the venue is to say."
    )
    people: int | None = strawberry.field(default=strawberry.UNSET, description="How many people come.")
    locale: str | None = strawberry.field(
        default=strawberry.UNSET, description="The language the client wants to be written to in, e.g. nl or nl-BE."
    )
    reference: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="A number or code to find the request by; without one, the gateway makes one from the key.",
    )
    contact: ContactInput | None = strawberry.field(default=strawberry.UNSET, description="The client.")
    internal_notes: str | None = strawberry.field(default=strawberry.UNSET, description="For the venue's staff only.")
    message: str | None = strawberry.field(default=strawberry.UNSET, description="The client's own words.")
    location_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="A location or room, by the number the venue's staff can look up."
    )
    event_type_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="A kind of event, by the number the venue's staff can look up."
    )
    form_name: str | None = strawberry.field(
        default=strawberry.UNSET, description="Which form the request comes from, for the venue's reports."
    )
    extra_fields: list[QuestionAnswerInput] | None = strawberry.field(
        default=strawberry.UNSET, description="Further questions of the form, each with the client's answer."
    )

    def read(self) -> writes.RequestEvent:
        """Read it."""
        return writes.RequestEvent(
            self.source,
            self.name,
            given(self.from_),
            given(self.to),
            given(self.group_name),
            given(self.noticeboard_name),
            given(self.people),
            given(self.locale),
            given(self.reference),
            read_contact(self.contact),
            given(self.internal_notes),
            given(self.message),
            given(self.location_id),
            given(self.event_type_id),
            given(self.form_name),
            tuple(writes.QuestionAnswer(one.question, one.answer) for one in several(self.extra_fields)),
        )
