"""The fields an event request may have [000:25-48], in the document's order.

The document runs each name into the description of the field before it; where they are told apart here is confirmed by
the examples. `extra_fields` stands only in its example [000:61-66].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RequestField:
    """A field of a request.

    Args:
        name: what the vendor calls it.
        type: what it holds: TEXT, DATE_TIME, NUMBER, LOCALE, ID or ANSWERS.
        description: what it means.

    """

    name: str
    type: str
    description: str


REQUEST_FIELDS: Final = (
    RequestField("datetime_start", "DATE_TIME", "When the event starts."),
    RequestField("datetime_end", "DATE_TIME", "When the event ends."),
    RequestField("name", "TEXT", "What the event is called; always worth giving."),
    RequestField("group_name", "TEXT", "What the group is called."),
    RequestField("noticeboard_name", "TEXT", "What the noticeboard at the venue is to say."),
    RequestField("guests", "NUMBER", "How many people come."),
    RequestField("locale", "LOCALE", "The language the client wants to be written to in: language and country."),
    RequestField("reference", "TEXT", "A number or code to find the request by."),
    RequestField("company", "TEXT", "The client's company."),
    RequestField("address_line_1", "TEXT", "The client's street and house number."),
    RequestField("address_line_2", "TEXT", "A second line of the client's address."),
    RequestField("postalcode", "TEXT", "The client's postal code."),
    RequestField("city", "TEXT", "The client's town."),
    RequestField("country", "TEXT", "The client's country."),
    RequestField("contact_first_name", "TEXT", "The client's first name."),
    RequestField("contact_last_name", "TEXT", "The client's last name."),
    RequestField("contact_phone", "TEXT", "The client's telephone number."),
    RequestField("contact_email", "TEXT", "The client's e-mail address."),
    RequestField("message", "TEXT", "Notes for the venue's own staff; the client does not see them."),
    RequestField("booking_message", "TEXT", "What the client has to say."),
    RequestField("location_id", "ID", "A location or room, by the number the venue's staff can look up."),
    RequestField("event_type_id", "ID", "A kind of event, by the number the venue's staff can look up."),
    RequestField("source", "TEXT", "Which form the request comes from, for the venue's reports."),
    RequestField("extra_fields", "ANSWERS", "Further questions of the form, each with the client's answer."),
)
