"""The served graph holds all the contract promises that can be read, name for name and with the same nullability."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_ast_schema,
    is_required_input_field,
    parse,
    print_ast,
)

from tests.house import SCHEMA

PROMISED = build_ast_schema(
    parse((Path(__file__).parent / "promised.graphql").read_text("utf-8")), assume_valid=True, assume_valid_sdl=True
)
SERVED = SCHEMA._schema  # noqa: SLF001  # Strawberry shows graphql-core's schema nowhere else
PRINTED = build_ast_schema(parse(SCHEMA.as_str()), assume_valid=True, assume_valid_sdl=True)
"""The same, read from what is printed, where defaults and exactly-one-of stand as the contract has them."""
NAMES = sorted(name for name in PROMISED.type_map if not name.startswith("__"))
INPUTS = [name for name in NAMES if isinstance(PROMISED.type_map[name], GraphQLInputObjectType)]


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
            assert (field.deprecation_reason or theirs.deprecation_reason) == theirs.deprecation_reason
            for argument_name, argument in getattr(field, "args", {}).items():
                given = theirs.args[argument_name]
                assert str(given.type) == str(argument.type), f"{name}.{field_name}({argument_name})"
    if isinstance(promised, GraphQLObjectType):
        assert isinstance(served, GraphQLObjectType)
        assert {one.name for one in promised.interfaces} <= {one.name for one in served.interfaces}


@pytest.mark.parametrize("name", INPUTS)
def test_an_input_is_as_promised(name: str) -> None:
    """Defaults are the contract's, what is taken beyond it may be left out, and exactly one of several stays that."""
    promised, served = PROMISED.type_map[name], PRINTED.type_map[name]
    assert isinstance(promised, GraphQLInputObjectType)
    assert isinstance(served, GraphQLInputObjectType)
    assert {field: _default(served.fields[field]) for field in promised.fields} == {
        field: _default(one) for field, one in promised.fields.items()
    }
    further = {field: one for field, one in served.fields.items() if field not in promised.fields}
    assert [field for field, one in further.items() if is_required_input_field(one)] == []
    assert served.is_one_of == promised.is_one_of


def test_arguments_have_the_promised_defaults() -> None:
    """An argument that is left out means the same as the contract says."""
    promised, served = (dict(_arguments(schema)) for schema in (PROMISED, PRINTED))
    assert {name: served[name] for name in promised} == promised


def _arguments(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for name, kind in schema.type_map.items():
        if name.startswith("_") or not isinstance(kind, GraphQLObjectType):
            continue
        for field_name, field in kind.fields.items():
            for argument_name, argument in field.args.items():
                yield f"{name}.{field_name}({argument_name})", _default(argument)


def _default(given: GraphQLInputField | GraphQLArgument) -> str | None:
    """Give a default as SDL writes it; None where there is none."""
    node = given.ast_node
    return None if node is None or node.default_value is None else print_ast(node.default_value)


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
