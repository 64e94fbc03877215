"""Locaboo's own: what it alone takes of bookings, customers and their further addresses."""

from enum import Enum
from typing import Any

import strawberry

from schema.enums import described


def _own(description: str) -> Any:
    """Declare a field that may be left out.

    Args:
        description: what it means, for the schema.

    """
    return strawberry.field(default=strawberry.UNSET, description=description)


class LocabooSalutation(Enum):
    """How somebody is addressed."""

    MR = "MR"
    MS = "MS"


described(LocabooSalutation, "How somebody is addressed at Locaboo.", {"MR": "Mr.", "MS": "Ms. or Mrs."})


class LocabooTitle(Enum):
    """The title somebody has."""

    DR = "DR"
    PROF = "PROF"


described(LocabooTitle, "The title somebody has at Locaboo.", {"DR": "Doctor.", "PROF": "Professor."})


@strawberry.input(description="What only Locaboo takes of a booking that is made.")
class LocabooBookingInput:
    """What only Locaboo takes of a booking that is made."""

    persons: list[strawberry.ID] | None = _own("The vendor's own ids of persons who take part.")
    season_id: strawberry.ID | None = _own("The vendor's own id of the season, where it is a booking of one.")
    entrance_hall: bool | None = _own("Whether the screen in the entrance hall shows it.")
    hidden_in_widget: bool | None = _own("Whether the calendar on the venue's website hides it.")


@strawberry.input(description="What only Locaboo takes of a customer. An empty text takes away what is there.")
class LocabooCustomerInput:
    """What only Locaboo takes of a customer."""

    salutation: LocabooSalutation | None = _own("How to address them.")
    salutation_title: LocabooTitle | None = _own("Their title.")
    customer_function: str | None = _own("What they do where they work.")
    show_name: str | None = _own("What the vendor is to call them.")
    color: str | None = _own("The colour they have in the vendor's calendar, #rrggbb.")
    customer_number: str | None = _own("The number the venue gives them.")
    customer_number_prefix: str | None = _own("What stands before that number.")
    customer_account_number: str | None = _own("The number of their account.")
    debtor_account_number: str | None = _own("The number of their account as a debtor.")
    customer_group_id: strawberry.ID | None = _own("The vendor's own id of the group they belong to; 0 is none.")
    customer_tags: list[str] | None = _own("Words they are found by.")
    default_customer_group: str | None = _own("The group they belong to unless another is said.")
    customer_department: str | None = _own("The department they work in.")
    matriculation_number: str | None = _own("Their number as a student.")
    vat_id: str | None = _own("The company's VAT number.")
    website: str | None = _own("Their website.")
    mobile: str | None = _own("The number of their mobile phone.")
    customer_newsletter: bool | None = _own("Whether they agree to be sent the newsletter.")
    bank_owner: str | None = _own("Whose bank account it is.")
    iban: str | None = _own("The bank account, IBAN.")
    bic: str | None = _own("The bank, BIC.")
    mandate: str | None = _own("The mandate for direct debits.")
    internal_comment: str | None = _own("A note for the venue's staff.")
    reference_sign_shown_invoice: bool | None = _own("Whether invoices show the reference sign.")
    reference_sign: str | None = _own("The reference sign.")
    financial_number_shown_invoice: bool | None = _own("Whether invoices show the financial number.")
    financial_number: str | None = _own("The financial number.")
    cost_centre_shown_invoice: bool | None = _own("Whether invoices show the cost centre.")
    cost_centre: str | None = _own("The cost centre.")
    reference_number_shown_invoice: bool | None = _own("Whether invoices show the reference number.")
    reference_number: str | None = _own("The reference number.")
    master_id: str | None = _own("Their id in the venue's master data.")
    primion_id: str | None = _own("Their id in the venue's access control by Primion.")


@strawberry.input(description="What only Locaboo takes of a further address.")
class LocabooAddressInput:
    """What only Locaboo takes of a further address."""

    salutation: LocabooSalutation | None = _own("How to address who is there.")
    salutation_title: LocabooTitle | None = _own("Their title.")
    function: str | None = _own("What they do there.")
    mobile: str | None = _own("The number of their mobile phone.")
    vat_id: str | None = _own("The company's VAT number.")
