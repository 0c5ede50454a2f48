"""The settings of a demonstration: those of any deployment, with the demonstration's own pages and a banner.

What differs from one demonstration to the next, and that there is no HTTPS, comes from the environment as for any
deployment: ``home`` sets it.
"""

from answerable.config.settings import *  # noqa: F403  # settings are star-imported

INSTALLED_APPS = [*INSTALLED_APPS, "demonstration"]  # noqa: F405  # from the star import
ROOT_URLCONF = "demonstration.urls"
BANNER = "This is a demonstration. Every person and contact in it is invented, and nothing you send leaves it."
