from django.db import models


class Gate(models.Model):
    """What must wait although it is due: everything, while the mail server is down; mail to a busy domain.

    Shared by all senders, whatever process or machine they run in.
    """

    SERVER = "server"  # the gate of the mail server itself; every other one bears the name of a domain

    name = models.CharField(max_length=255, unique=True)
    # The server's: shut until then; after that, one message tries whether it is there again. A domain's: the moment up
    # to which what it takes is used up.
    opens_at = models.DateTimeField()
    # A domain's: where in time the next one that has to wait stands in line.
    line_ends_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # how often in a row the server was found to be down
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.opens_at:%Y-%m-%d %H:%M:%S}"
