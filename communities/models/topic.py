"""Topic: a word that people put a # before, the posts that bear it, and who answers for it in a community."""

from django.db import models


class Topic(models.Model):
    """A word that someone used. Nothing here tells where: how it looks is a matter of the posts that the viewer reads."""

    key = models.CharField(max_length=50, unique=True)  # rse.lib.text.topic_key
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class PostTopic(models.Model):
    """`post` bears `topic` in its own words; those of its comments do not count. Gone with a deleted post."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=50)  # as written there

    class Meta:
        constraints = [
            # also serves the newest posts that bear any topic, and the topics of a post
            models.UniqueConstraint(fields=["post", "topic"], name="posttopic_once"),
        ]
        indexes = [
            # the page of a topic, newest first
            models.Index(models.F("topic"), models.F("post").desc(), name="posttopic_newest"),
        ]


class TopicReferent(models.Model):
    """`person`, a member, answers for `topic` in `community`: they vouch for the answers to its questions there. Gone once they decline."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    named_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves the referents of a community, and whether somebody is one there
            models.UniqueConstraint(fields=["community", "topic", "person"], name="topicreferent_once"),
        ]
        indexes = [
            # the page of a topic: who answers for it in the communities of the viewer
            models.Index(fields=["topic"], name="topicreferent_of_topic"),
        ]
