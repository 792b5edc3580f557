from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('employees', '0025_revisited'),
    ]

    operations = [
        migrations.AlterField(
            model_name='commitment',
            name='kind',
            field=models.CharField(choices=[('answer', 'answer'), ('danger', 'answer, danger'), ('prevention', 'prevention'), ('pulse', 'action after a pulse'), ('gesture', 'decide on a gesture'), ('pledge', 'on the register'), ('review', 'answer to an idea'), ('crisis', 'answer to a crisis'), ('idea', 'an idea to deliver'), ('decision', 'follows from a decision'), ('revisit', 'look at a decision again'), ('challenge', 'what became of a challenge'), ('other', 'other')], max_length=20, verbose_name='kind'),
        ),
    ]
