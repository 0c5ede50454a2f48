"""What the program could not measure yet leaves the published charters, where it never belonged.

Everything else of an edition stays as it was published. Six promises named a formula that counted something else than
they are about, and were saved from that by "not_yet" alone; S2-30 named that of the telephone for messages. They get
the formula that says it.
"""

import re
from hashlib import sha256

from django.db import migrations

NOT_YET = re.compile(r'^not_yet = ".*"\n', re.MULTILINE)
FORMULAS = {
    "S2-08": ('formula = "count"\n', 'formula = "count-by-team"\n'),
    "S2-30": ('formula = "percentiles-wait"\n', 'formula = "percentiles-response"\n'),
    "S2-35": ('formula = "count"\n', 'formula = "count-answers"\n'),
    "S3-09": ('formula = "availability"\n', 'checks = ["site"]\nformula = "availability"\n'),
    "S3-29": ('formula = "percentiles-wait"\n', 'formula = "percentiles-response-welfare"\n'),
    "S4-17": ('formula = "count"\n', 'formula = "count-by-reason"\n'),
    "S5-11": ('formula = "count"\n', 'formula = "count-transfers"\n'),
}
HEADING = "[[promise]]\n"


def carried(text):
    """Return the text of a charter without what the program could not do when it was published."""
    return HEADING.join(_carried(part) for part in NOT_YET.sub("", text).split(HEADING))


def _carried(part):
    id = re.search(r'^id = "(.+)"$', part, re.MULTILINE)
    old, new = FORMULAS.get(id[1] if id else "", ("", ""))
    return part.replace(old, new) if old else part


def carry(apps, schema_editor):
    for edition in apps.get_model("promises", "Edition").objects.using(schema_editor.connection.alias):
        text = carried(edition.text)
        if text != edition.text:
            edition.text, edition.digest = text, sha256(text.encode()).hexdigest()
            edition.save(update_fields=["text", "digest"])


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_first")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
