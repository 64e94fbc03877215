"""What the arguments of an operation's fields hold, as its resolvers will be given them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLSchema,
    GraphQLSkipDirective,
    OperationDefinitionNode,
    SelectionNode,
    get_argument_values,
    get_directive_values,
    get_variable_values,
    print_ast,
)
from graphql.execution.values import VariableValues
from strawberry.schema import Schema
from strawberry.types.arguments import convert_arguments

Variables: TypeAlias = Mapping[str, Any]


class Given:
    """Reads arguments.

    Args:
        schema: the graph, as Strawberry has it.

    """

    def __init__(self, schema: Schema) -> None:
        self.schema: Final[GraphQLSchema] = schema._schema  # noqa: SLF001  # strawberry offers no public way to graphql-core's
        self._config: Final = schema.config
        self._scalars: Final = schema.schema_converter.scalar_registry
        self._values: VariableValues | None = None

    def begin(self, operation: OperationDefinitionNode, variables: Variables) -> bool:
        """Read an operation's variables; tells whether they make sense."""
        read = get_variable_values(self.schema, operation.variable_definitions or (), dict(variables), max_errors=1)
        self._values = read if isinstance(read, VariableValues) else None
        return self._values is not None

    @property
    def variables(self) -> Variables:
        """The variables as they were read."""
        return self._values.coerced if self._values is not None else {}

    def arguments(self, node: FieldNode, field: GraphQLField) -> Mapping[str, Any]:
        """Give a field's arguments by their Python names; none where they make no sense, and the field will fail."""
        definition = field.extensions.get("strawberry-definition")
        try:
            values = get_argument_values(field, node, self._values)
            if definition is None:
                return values
            return convert_arguments(values, definition.arguments, self._scalars, self._config)
        except (GraphQLError, ValueError, TypeError):
            return {}

    def written(self, node: FieldNode) -> str:
        """Write a field's arguments, so that equal ones are alike."""
        return ", ".join(sorted(print_ast(one) for one in node.arguments or ()))

    def wanted(self, node: SelectionNode) -> bool:
        """Tell whether a selection is neither skipped nor left out."""
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self._values)
        include = get_directive_values(GraphQLIncludeDirective, node, self._values)
        return not (skip or {}).get("if", False) and bool((include or {}).get("if", True))
