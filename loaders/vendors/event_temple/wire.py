"""Event Temple's words: what its document says a resource's attributes are [001:198-921].

The document calls all but a few of them strings; what they mean is read here: an amount is a decimal in a string, a
date is a day, a stamp ending in Z is a moment. Sparse fields leave attributes out and most may be null, so none is
required, and attributes that the document does not have are passed over. Of an attribute that is not text, an empty
text says no more than null. What cannot be read is refused, and with it its resource; so is what no calendar or 32-bit
count holds.
"""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

from loaders.vendors.event_temple.values import Amount, Clock, Count, Day, Degrees, Flag, Moment, Seconds, Text


class Attributes(BaseModel):
    """The attributes of a resource, as far as they were sent."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Account(Attributes):
    """A company that is booked for [001:206-283]."""

    external_id: Text = None
    created_at: Moment = None
    updated_at: Moment = None
    name: Text = None
    iata_number: Text = None
    website: Text = None
    email: Text = None
    phone_number: Text = None
    fax: Text = None
    is_travel_agent: Flag = None
    is_key_account: Flag = None


class Activity(Attributes):
    """A call, a mail, a task that somebody logged [001:306-350]."""

    created_at: Moment = None
    trackable_type: Text = None
    trackable_id: Text = None
    activity_type: Text = None
    title: Text = None
    activity_sub_type: Text = None


class Address(Attributes):
    """An account's address [001:362-388]."""

    street1: Text = None
    street2: Text = None
    city: Text = None
    state: Text = None
    zipcode: Text = None
    country: Text = None
    country_code: Text = None
    full_address: Text = None
    longitude: Degrees = None
    latitude: Degrees = None


class Booking(Attributes):
    """A booking [001:413-502]; the document lists `name` twice."""

    external_id: Text = None
    created_at: Moment = None
    updated_at: Moment = None
    unique_id: Text = None
    deal_value: Amount = None
    name: Text = None
    inquiry_date: Day = None
    tentative_date: Day = None
    definite_date: Day = None
    lost_date: Day = None
    archived_at: Moment = None
    amount_paid: Amount = None
    total: Amount = None
    status: Text = None
    start_date: Day = None
    end_date: Day = None
    start_time: Clock = None
    end_time: Clock = None


class Contact(Attributes):
    """A person [001:514-538]."""

    external_id: Text = None
    created_at: Moment = None
    updated_at: Moment = None
    first_name: Text = None
    last_name: Text = None
    email: Text = None
    name: Text = None
    phone_number: Text = None
    job_title: Text = None


class Event(Attributes):
    """Something that a booking holds in a space [001:560-632]; times are seconds after midnight."""

    external_id: Text = None
    name: Text = None
    start_time: Seconds = None
    end_time: Seconds = None
    start_date: Day = None
    end_date: Day = None
    notes: Text = None
    uuid: Text = None
    unique_id: Text = None
    expected: Count = None
    guaranteed: Count = None
    actual: Count = None
    set: Count = None
    deposit: Amount = None
    amount_paid: Amount = None
    status: Text = None
    all_day: Flag = None
    status_date: Day = None
    created_at: Moment = None
    updated_at: Moment = None


class Group(Attributes):
    """Hotel rooms held for a booking [001:640-702]."""

    name: Text = None
    code: Text = None
    net_factor: Count = None
    release_date: Day = None
    arrival_date: Day = None
    departure_date: Day = None
    blocked_room_nights: Count = None
    pickup_room_nights: Count = None
    blocked_revenue: Amount = None
    pickup_revenue: Amount = None
    status: Text = None


class Pickable(Attributes):
    """A value that a field of the forms offers [001:706-719]."""

    value: Text = None
    field_name: Text = None


class RevenueCategory(Attributes):
    """What revenue is filed under [001:734-742]."""

    title: Text = None


class RevenueSummary(Attributes):
    """What a booking or an event brings in under one category [001:757-773]."""

    amount: Amount = None


class RoomBlockMember(Attributes):
    """How many rooms of a group are held for a night, and how many were taken [001:789-813]."""

    date: Day = None
    single: Count = None
    double: Count = None
    triple: Count = None
    quadruple: Count = None
    single_pickup: Count = None
    double_pickup: Count = None
    triple_pickup: Count = None
    quadruple_pickup: Count = None


class RoomRate(Attributes):
    """What a group's rooms cost a night [001:829-847]."""

    start_date: Day = None
    end_date: Day = None
    single: Amount = None
    double: Amount = None
    extra_adult: Amount = None
    child: Amount = None


class RoomType(Attributes):
    """A kind of hotel room [001:859-869]."""

    name: Text = None
    code: Text = None


class Space(Attributes):
    """A hall or room that events are held in [001:881-895]; its area is a number in a string, without a unit."""

    name: Text = None
    color: Text = None
    capacity: Count = None
    area: Amount = None


class User(Attributes):
    """Somebody of the hotel's own staff [001:907-921]."""

    name: Text = None
    first_name: Text = None
    last_name: Text = None
    email: Text = None


MODELS: Final[Mapping[str, type[Attributes]]] = {
    "accounts": Account,
    "activities": Activity,
    "addresses": Address,
    "bookings": Booking,
    "contacts": Contact,
    "events": Event,
    "groups": Group,
    "market_segments": Pickable,
    "account_types": Pickable,
    "referral_sources": Pickable,
    "booking_types": Pickable,
    "revenue_categories": RevenueCategory,
    "revenue_summaries": RevenueSummary,
    "room_block_members": RoomBlockMember,
    "room_rates": RoomRate,
    "room_types": RoomType,
    "spaces": Space,
    "users": User,
}
"""Type → its attributes."""
