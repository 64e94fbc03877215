"""The changes. Each is answered with the thing as it is now, or with why not, in `userErrors`."""

from typing import Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders.port import Capability
from loaders.records import BOOKING, CUSTOMER, SPACE, SPACE_BLOCK, VENUE
from loaders.writes import Written
from schema.changes.bookings import CancelBookingInput, CreateBookingInput, UpdateBookingInput
from schema.changes.making import Making, answered
from schema.changes.people import AddCustomerAddressInput, CreateCustomerInput, UpdateCustomerInput
from schema.changes.requests import RequestEventInput
from schema.changes.spaces import (
    BlockSpaceInput,
    CreateSpaceTypeInput,
    UnblockSpaceInput,
    UpdateSpaceBlockInput,
)
from schema.types.payloads import (
    BookingPayload,
    CustomerPayload,
    RequestEventPayload,
    SpaceBlockPayload,
    SpaceTypePayload,
    UnblockSpacePayload,
)


def _said(description: str) -> Any:
    return strawberry.argument(description=description)


@strawberry.type(
    description="The changes. Several in one document are made in order; one that fails does not undo those before it, "
    "and says so in its own userErrors."
)
class Mutation:
    """The changes."""

    @strawberry.mutation(description="Makes a booking, or asks for one.")
    async def create_booking(
        self,
        info: Info[Any, Any],
        input: Annotated[CreateBookingInput, _said("The booking.")],  # noqa: A002  # the contract's name
    ) -> BookingPayload:
        """Make a booking."""

        async def work(making: Making) -> Written:
            source = making.reader.source(input.source, "source")
            return await making.make(source, input.read(making.reader, source), input.idempotency_key)

        return await answered(
            info,
            Capability.CREATE_BOOKING,
            work,
            BookingPayload,
            "booking",
        )

    @strawberry.mutation(description="Changes where, when or how far a booking is.")
    async def update_booking(
        self,
        info: Info[Any, Any],
        input: Annotated[UpdateBookingInput, _said("What is to change.")],  # noqa: A002  # the contract's name
    ) -> BookingPayload:
        """Change a booking."""

        async def work(making: Making) -> Written:
            ref = making.reader.ref(input.id, BOOKING, "id")
            source = making.reader.owner(ref, "id")
            return await making.make(source, input.read(making.reader, ref, source))

        return await answered(
            info,
            Capability.UPDATE_BOOKING,
            work,
            BookingPayload,
            "booking",
        )

    @strawberry.mutation(description="Calls a booking off.")
    async def cancel_booking(
        self,
        info: Info[Any, Any],
        input: Annotated[CancelBookingInput, _said("Which.")],  # noqa: A002  # the contract's name
    ) -> BookingPayload:
        """Call a booking off."""

        async def work(making: Making) -> Written:
            ref = making.reader.ref(input.id, BOOKING, "id")
            return await making.make(making.reader.owner(ref, "id"), input.read(ref))

        return await answered(
            info,
            Capability.CANCEL_BOOKING,
            work,
            BookingPayload,
            "booking",
        )

    @strawberry.mutation(description="Hands an event request (a lead) to a source that takes them: MICE Operations.")
    async def request_event(
        self,
        info: Info[Any, Any],
        input: Annotated[RequestEventInput, _said("The event.")],  # noqa: A002  # the contract's name
    ) -> RequestEventPayload:
        """Ask a venue for an event."""

        async def work(making: Making) -> Written:
            source = making.reader.source(input.source, "source")
            return await making.make(source, input.read(), input.idempotency_key)

        return await answered(
            info,
            Capability.REQUEST_EVENT,
            work,
            RequestEventPayload,
            "receipt",
        )

    @strawberry.mutation(description="Makes a customer known at a source.")
    async def create_customer(
        self,
        info: Info[Any, Any],
        input: Annotated[CreateCustomerInput, _said("The customer.")],  # noqa: A002  # the contract's name
    ) -> CustomerPayload:
        """Make a customer known."""

        async def work(making: Making) -> Written:
            source = making.reader.source(input.source, "source")
            return await making.make(source, input.read(), input.idempotency_key)

        return await answered(
            info,
            Capability.CREATE_CUSTOMER,
            work,
            CustomerPayload,
            "customer",
        )

    @strawberry.mutation(description="Changes what is known of a customer.")
    async def update_customer(
        self,
        info: Info[Any, Any],
        input: Annotated[UpdateCustomerInput, _said("What is to change.")],  # noqa: A002  # the contract's name
    ) -> CustomerPayload:
        """Change what is known of a customer."""

        async def work(making: Making) -> Written:
            ref = making.reader.ref(input.id, CUSTOMER, "id")
            source = making.reader.owner(ref, "id")
            return await making.make(source, input.read(making.reader, ref, source))

        return await answered(
            info,
            Capability.UPDATE_CUSTOMER,
            work,
            CustomerPayload,
            "customer",
        )

    @strawberry.mutation(description="Adds an address to a customer.")
    async def add_customer_address(
        self,
        info: Info[Any, Any],
        input: Annotated[AddCustomerAddressInput, _said("Whose, and which.")],  # noqa: A002  # the contract's name
    ) -> CustomerPayload:
        """Add an address."""

        async def work(making: Making) -> Written:
            ref = making.reader.ref(input.customer, CUSTOMER, "customer")
            source = making.reader.owner(ref, "customer")
            return await making.make(source, input.read(ref), input.idempotency_key)

        return await answered(
            info,
            Capability.ADD_CUSTOMER_ADDRESS,
            work,
            CustomerPayload,
            "customer",
        )

    @strawberry.mutation(description="Keeps a space from being booked.")
    async def block_space(
        self,
        info: Info[Any, Any],
        input: Annotated[BlockSpaceInput, _said("Which, why and when.")],  # noqa: A002  # the contract's name
    ) -> SpaceBlockPayload:
        """Keep a space from being booked."""

        async def work(making: Making) -> Written:
            ref = making.reader.ref(input.space, SPACE, "space")
            source = making.reader.owner(ref, "space")
            return await making.make(source, input.read(ref), input.idempotency_key)

        return await answered(
            info,
            Capability.BLOCK_SPACE,
            work,
            SpaceBlockPayload,
            "space_block",
        )

    @strawberry.mutation(description="Changes when a block is, or what it is called.")
    async def update_space_block(
        self,
        info: Info[Any, Any],
        input: Annotated[UpdateSpaceBlockInput, _said("What is to change.")],  # noqa: A002  # the contract's name
    ) -> SpaceBlockPayload:
        """Change a block."""

        async def work(making: Making) -> Written:
            ref = making.reader.ref(input.id, SPACE_BLOCK, "id")
            return await making.make(making.reader.owner(ref, "id"), input.read(ref))

        return await answered(
            info,
            Capability.UPDATE_SPACE_BLOCK,
            work,
            SpaceBlockPayload,
            "space_block",
        )

    @strawberry.mutation(description="Removes a block.")
    async def unblock_space(
        self,
        info: Info[Any, Any],
        input: Annotated[UnblockSpaceInput, _said("Which.")],  # noqa: A002  # the contract's name
    ) -> UnblockSpacePayload:
        """Remove a block."""

        async def work(making: Making) -> Written:
            ref = making.reader.ref(input.id, SPACE_BLOCK, "id")
            return await making.make(making.reader.owner(ref, "id"), input.read(ref))

        return await answered(
            info,
            Capability.UNBLOCK_SPACE,
            work,
            UnblockSpacePayload,
            "deleted_id",
        )

    @strawberry.mutation(
        description="Makes a kind of space known at a venue.",
        deprecation_reason="Booking Experts deprecates categories in favour of rentable types.",
    )
    async def create_space_type(
        self,
        info: Info[Any, Any],
        input: Annotated[CreateSpaceTypeInput, _said("The kind of space.")],  # noqa: A002  # the contract's name
    ) -> SpaceTypePayload:
        """Make a kind of space known."""

        async def work(making: Making) -> Written:
            ref = making.reader.ref(input.venue, VENUE, "venue")
            source = making.reader.owner(ref, "venue")
            return await making.make(source, input.read(ref), input.idempotency_key)

        return await answered(
            info,
            Capability.CREATE_SPACE_TYPE,
            work,
            SpaceTypePayload,
            "space_type",
        )
