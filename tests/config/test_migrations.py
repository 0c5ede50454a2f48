"""The tables are what the models say, and are made the same way on every machine."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_change_to_a_model_was_left_without_its_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
