from django.db import migrations

SETTLED = """
UPDATE ideas_idea SET delivery_id = NULL
WHERE delivery_id IS NOT NULL AND status NOT IN ('started', 'completed')
"""


class Migration(migrations.Migration):
    """Who delivers an idea that is started no more is nobody; the promise stays on the ledger."""

    dependencies = [("ideas", "0014_idea_of_status")]

    operations = [migrations.RunSQL(SETTLED, migrations.RunSQL.noop)]
