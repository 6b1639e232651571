"""Alembic's way in: it is handed an open connection and walks the steps."""

from alembic import context

from bot.store.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
