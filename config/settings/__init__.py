"""All settings, read from the environment (every variable is explained in `.env.example`): a module for each concern.

Without DATABASE_URL, REDIS_URL and EMAIL_URL this is the embedded default: one machine, SQLite, all else in `var/`.
A setting stands in one module only, so none overrides another, and what several need stands in `installation`.
"""

from config.settings.apps import *
from config.settings.database import *
from config.settings.files import *
from config.settings.installation import *
from config.settings.keys import *
from config.settings.log import *
from config.settings.mail import *
from config.settings.people import *
from config.settings.safety import *
from config.settings.switches import *
from config.settings.tasks import *
from config.settings.words import *
