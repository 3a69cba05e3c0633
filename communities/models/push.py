"""Web Push: the installation's own keys, the browsers that people switched it on in, and what each of them was sent."""

from django.db import models


class PushKey(models.Model):
    """A pair of keys by which push services know this installation. The newest is given to browsers; older ones still serve those
    that have not come back since, until they are dropped."""

    private = models.CharField(max_length=64, editable=False)
    public = models.CharField(max_length=120, editable=False)
    made_at = models.DateTimeField(editable=False)


class PushDevice(models.Model):
    """A browser in which a person switched notifications on, under the session that they were signed in with."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    key = models.ForeignKey(PushKey, models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000)
    endpoint_mark = models.CharField(max_length=64, unique=True)  # its SHA-256: a browser is one person's at a time
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    session_key = models.CharField(max_length=40)  # who signs out there is sent nothing more
    session_mark = models.CharField(max_length=32)  # of the password and the epoch: signed out everywhere, it is another
    user_agent = models.CharField(max_length=200, blank=True)
    discreet = models.BooleanField(default=False)  # no words of content: the screen may be in sight of others
    made_at = models.DateTimeField()
    used_at = models.DateTimeField()  # its person was last there
    sent_at = models.DateTimeField(null=True)  # its service last took a message
    test_asked_at = models.DateTimeField(null=True)  # until it is sent
    refused_at = models.DateTimeField(null=True)  # its service takes none: to be switched on anew

    class Meta:
        indexes = [
            # the devices of a person, to be sent to and to be listed
            models.Index(fields=["person", "id"], name="pushdevice_of_person"),
            # what ends with a session
            models.Index(fields=["session_key"], name="pushdevice_of_session"),
        ]


class PushReceipt(models.Model):
    """A device was sent that delivery: a worker that dies between two of them sends to the other one only."""

    delivery = models.ForeignKey("communities.Delivery", models.CASCADE, related_name="+", db_index=False)
    device = models.ForeignKey(PushDevice, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            # also serves "who was sent this"
            models.UniqueConstraint(fields=["delivery", "device"], name="pushreceipt_once"),
        ]
