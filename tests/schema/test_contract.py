"""The served graph holds all the contract promises that can be read, name for name and with the same nullability."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    build_ast_schema,
    parse,
)

from tests.house import SCHEMA

PROMISED = build_ast_schema(
    parse((Path(__file__).parent / "promised.graphql").read_text("utf-8")), assume_valid=True, assume_valid_sdl=True
)
SERVED = SCHEMA._schema  # noqa: SLF001  # Strawberry shows graphql-core's schema nowhere else
NAMES = sorted(name for name in PROMISED.type_map if not name.startswith("__"))


@pytest.mark.parametrize("name", NAMES)
def test_a_promised_type_is_served(name: str) -> None:
    """Every type, field, argument, enum value and union member of the contract is there with the type it promises."""
    promised, served = PROMISED.type_map[name], SERVED.type_map.get(name)
    assert served is not None, f"{name} is not served"
    if isinstance(promised, GraphQLEnumType):
        assert isinstance(served, GraphQLEnumType)
        assert set(promised.values) <= set(served.values)
    if isinstance(promised, GraphQLUnionType):
        assert isinstance(served, GraphQLUnionType)
        assert {member.name for member in promised.types} <= {member.name for member in served.types}
    if isinstance(promised, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        assert isinstance(served, type(promised))
        for field_name, field in promised.fields.items():
            theirs = served.fields.get(field_name)
            assert theirs is not None, f"{name}.{field_name} is not served"
            assert str(theirs.type) == str(field.type), f"{name}.{field_name}"
            for argument_name, argument in getattr(field, "args", {}).items():
                assert str(theirs.args[argument_name].type) == str(argument.type), (
                    f"{name}.{field_name}({argument_name})"
                )
    if isinstance(promised, GraphQLObjectType):
        assert isinstance(served, GraphQLObjectType)
        assert {one.name for one in promised.interfaces} <= {one.name for one in served.interfaces}


def test_everything_is_described() -> None:
    """Every type, field, argument and enum value says what it means; federation's own are Apollo's to describe."""
    silent = []
    for name, kind in SERVED.type_map.items():
        if name.startswith(("_", "link__")) or name in {"String", "Int", "Float", "Boolean", "ID"}:
            continue
        if not kind.description:
            silent.append(name)
        for field_name, field in getattr(kind, "fields", {}).items():
            if field_name.startswith("_"):
                continue
            if not field.description:
                silent.append(f"{name}.{field_name}")
            silent += [
                f"{name}.{field_name}({argument})"
                for argument, given in getattr(field, "args", {}).items()
                if not given.description
            ]
        silent += [f"{name}.{value}" for value, one in getattr(kind, "values", {}).items() if not one.description]
    assert silent == []


def test_the_committed_sdl_is_true() -> None:
    """schema/schema.graphql is what is served; `foyer schema` prints it."""
    committed = (Path(__file__).parents[2] / "schema" / "schema.graphql").read_text("utf-8")
    assert committed == f"{SCHEMA.as_str()}\n"
