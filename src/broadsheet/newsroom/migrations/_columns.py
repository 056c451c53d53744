"""Change columns of large tables without having SQLite copy the table."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class AddColumn(migrations.AddField):
    """Add a column with a default, which SQLite then keeps in the table.

    Django copies the whole table on SQLite, once for each such column, as it cannot drop the default afterwards. Databases
    that can are left to Django. https://www.sqlite.org/lang_altertable.html#alter_table_add_column
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        definition, parameters = schema_editor.column_sql(model, field, include_default=True)
        check = field.db_parameters(connection=schema_editor.connection)["check"]
        if check:
            definition += " " + schema_editor.sql_check_constraint % {"check": check}
        names = {
            "table": schema_editor.quote_name(model._meta.db_table),
            "column": schema_editor.quote_name(field.column),
        }
        schema_editor.execute(
            schema_editor.sql_create_column % {**names, "definition": definition}, parameters
        )
