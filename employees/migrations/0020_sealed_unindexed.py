import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Sealed answers are only ever read all together."""

    dependencies = [("employees", "0019_joined")]

    operations = [
        migrations.AlterField(
            model_name="sealed",
            name="wave",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="employees.wave",
            ),
        ),
    ]
