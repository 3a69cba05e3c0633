"""What a person wants of a colleague, a topic or a thread: more of it, less, or nothing. Theirs alone, told to nobody."""

from django.db import models


class Level(models.TextChoices):
    FOLLOW = "follow"
    MUTE = "mute"
    BLOCK = "block"


def _known(name: str, *levels: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(level__in=levels), name=name)


class PersonLevel(models.Model):
    """Since when `person` follows, mutes or blocks `other`."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=6)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "whom I follow", "what is between me and this one"
            models.UniqueConstraint(fields=["person", "other"], name="personlevel_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="personlevel_of_others"),
            _known("personlevel_known", "follow", "mute", "block"),
        ]
        indexes = [
            # how many follow me
            models.Index(fields=["other", "level"], name="personlevel_of_other"),
        ]


class TopicLevel(models.Model):
    """Since when `person` follows or mutes `topic`, and how they saw it written then."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey("communities.Topic", models.CASCADE, related_name="+")
    name = models.CharField(max_length=50)
    level = models.CharField(max_length=6)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "the topics that I follow"
            models.UniqueConstraint(fields=["person", "topic"], name="topiclevel_once"),
            _known("topiclevel_known", "follow", "mute"),
        ]


class ThreadLevel(models.Model):
    """Since when `person` follows or mutes the thread of `post`."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=6)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "mine on these posts", "the threads that I follow"
            models.UniqueConstraint(fields=["person", "post"], name="threadlevel_once"),
            _known("threadlevel_known", "follow", "mute"),
        ]
        indexes = [
            # who hears of an answer
            models.Index(fields=["post", "level"], name="threadlevel_of_post"),
        ]
