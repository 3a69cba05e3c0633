"""Topics: which posts bear which, as their words say."""

from collections.abc import Mapping
from datetime import datetime

from communities.models import PostTopic, Topic


def set_topics(of_posts: Mapping[int, Mapping[str, str]], *, at: datetime, was_there: bool = False) -> None:
    """Post -> its topics (key, and name as written). `was_there`: these posts may have borne others before.

    To be called within the transaction that writes the words.
    """
    if was_there:
        PostTopic.objects.filter(post__in=of_posts).delete()
    keys = {key for topics in of_posts.values() for key in topics}
    if not keys:
        return
    known = _known(keys)
    if absent := sorted(keys - known.keys()):  # in one order, lest two posts wait for each other
        Topic.objects.bulk_create([Topic(key=key, created_at=at) for key in absent], ignore_conflicts=True)
        known = _known(keys)
    rows = [PostTopic(topic_id=known[key], post_id=post, name=name) for post, topics in of_posts.items() for key, name in topics.items()]
    PostTopic.objects.bulk_create(rows, batch_size=1_000)


def _known(keys: set[str]) -> dict[str, int]:
    return dict(Topic.objects.filter(key__in=keys).values_list("key", "pk"))
