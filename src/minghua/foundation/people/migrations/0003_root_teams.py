"""No two teams at the root bear one name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A constraint of its own: a parent of NULL is unlike itself."""

    dependencies = [("people", "0002_caps_and_second_steps")]

    operations = [
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                condition=models.Q(("parent", None)), fields=("name",), name="root_team_name_once"
            ),
        ),
    ]
