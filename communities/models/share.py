"""Share: a post that passes another one on to the readers of its own community."""

from django.db import models


class Share(models.Model):
    """`post` refers to `original`, which its readers may read or not: each sees of it what is theirs to read."""

    post = models.OneToOneField("communities.Post", models.CASCADE, primary_key=True, related_name="+")
    original = models.ForeignKey("communities.Post", models.CASCADE, related_name="+")  # its index: where a post is shared
