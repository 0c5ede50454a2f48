"""Where a web server begins."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")

from answerable.config.entrance import only_what_can_be_read, only_what_comes_in_time

sys.setswitchinterval(0.0005)  # seconds: who writes waits for the interpreter after each statement, and others for them
os.umask(0o077)  # as the program's own commands have it, whoever starts the server
application = only_what_comes_in_time(only_what_can_be_read(get_wsgi_application()))
