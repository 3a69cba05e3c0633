"""Weekly rollups: what `fill` counts from the history. People are keyed pseudonyms in them, never ids.

No foreign key binds them, so that they outlive what they count; a week is the integer of `adoption.science.weeks`.
"""

from django.db import models

NETWORK = 0  # the community_id of what concerns the whole network, or happened outside any community


class PersonWeek(models.Model):
    """What one pseudonym did in one community in one week."""

    week = models.IntegerField()
    community_id = models.BigIntegerField()
    person = models.BigIntegerField()
    animates = models.SmallIntegerField(default=0)  # 1: animated this community, or was of the project team, that week
    pushes = models.SmallIntegerField(default=0, db_default=0)  # 1: was a pioneer or a sponsor that week
    visits = models.SmallIntegerField(default=0)
    profile_views = models.SmallIntegerField(default=0)
    searches = models.SmallIntegerField(default=0)
    posts = models.SmallIntegerField(default=0)
    comments = models.SmallIntegerField(default=0)
    reactions = models.SmallIntegerField(default=0)
    mentions = models.SmallIntegerField(default=0)
    poll_votes = models.SmallIntegerField(default=0)
    uploads = models.SmallIntegerField(default=0)
    follows = models.SmallIntegerField(default=0)
    invites = models.SmallIntegerField(default=0)
    announcements = models.SmallIntegerField(default=0, db_default=0)  # posts announced to everybody
    contributions = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            # fill: the rows of a week, replaced whole; and in each week that is counted, the rows of one person
            models.UniqueConstraint(fields=["week", "person", "community_id"], name="personweek_one"),
        ]


class PersonFirst(models.Model):
    """The first week in which a pseudonym came to a community, contributed in it, wrote in it. Kept when the weeks themselves are not
    any more, so that a return is no first time.
    """

    CAME, CONTRIBUTED, WROTE = 1, 2, 3  # a trace of any sort; a contribution; a post or a comment

    kind = models.SmallIntegerField()
    community_id = models.BigIntegerField()
    person = models.BigIntegerField()
    week = models.IntegerField()

    class Meta:
        constraints = [
            # what is kept of one person, for that person alone; and each first once
            models.UniqueConstraint(fields=["person", "kind", "community_id"], name="personfirst_once"),
        ]
        indexes = [
            # fill: what is to be found anew from a week on
            models.Index(fields=["week"], name="personfirst_since"),
        ]


class TieWeek(models.Model):
    """Interactions of one pseudonym towards another in one community in one week; an invitation alone is no tie."""

    week = models.IntegerField()
    community_id = models.BigIntegerField()
    person = models.BigIntegerField()
    target = models.BigIntegerField()
    replies = models.SmallIntegerField(default=0)
    reactions = models.SmallIntegerField(default=0)
    mentions = models.SmallIntegerField(default=0)
    invites = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            # fill: the rows of a week, replaced whole
            models.UniqueConstraint(fields=["week", "community_id", "person", "target"], name="tieweek_once"),
        ]


class ThreadWeek(models.Model):
    """A thread in a week where it was opened, or answered within its first four weeks."""

    week = models.IntegerField()
    community_id = models.BigIntegerField()
    root_id = models.BigIntegerField()
    opened_week = models.IntegerField()
    by_animator = models.SmallIntegerField(default=0)  # 1: whoever opened it animated then
    replies = models.SmallIntegerField(default=0)  # by others than whoever opened it
    peer_replies = models.SmallIntegerField(default=0)  # of which by people who do not animate

    class Meta:
        constraints = [
            # fill: the rows of a week, replaced whole
            models.UniqueConstraint(fields=["week", "community_id", "root_id"], name="threadweek_once"),
        ]


class ThreadLife(models.Model):
    """What became of a thread in its first seven days; rewritten as long as they run."""

    community_id = models.BigIntegerField()
    root_id = models.BigIntegerField()
    opened_week = models.IntegerField()
    opened_ms = models.BigIntegerField()  # milliseconds since 1970
    author = models.BigIntegerField()
    by_animator = models.SmallIntegerField(default=0)  # 1: the author animated, or was of the project team, then
    earliest = models.SmallIntegerField(default=0)  # 1: the first thing its author wrote in the week
    asks = models.SmallIntegerField(default=-1)  # 1 a question, 0 none, -1 unknown: the words are not here
    reply_ms = models.BigIntegerField(default=0)  # first comment by somebody else within seven days; 0 none
    replier = models.BigIntegerField(default=0)
    replier_role = models.SmallIntegerField(default=0)  # 0 none, 1 animator, 2 pioneer, 3 the author's manager, 4 peer
    reactions = models.SmallIntegerField(default=0)  # by others within seven days

    class Meta:
        constraints = [
            # fill: the threads of a week, replaced whole
            models.UniqueConstraint(fields=["opened_week", "community_id", "root_id"], name="threadlife_once"),
        ]


class Recruit(models.Model):
    """Somebody's first contribution, once for each person who may have brought them to it, once without any (trigger 0)."""

    week = models.IntegerField()
    person = models.BigIntegerField()
    unit_id = models.BigIntegerField(default=0)
    at_ms = models.BigIntegerField()
    trigger = models.BigIntegerField()
    kind = models.SmallIntegerField()  # adoption.science.recruitment.KINDS, 0 none
    pioneer = models.SmallIntegerField(default=0)  # 1: the trigger was a pioneer then

    class Meta:
        constraints = [
            # fill: the firsts of a week, replaced whole
            models.UniqueConstraint(fields=["week", "person", "trigger", "kind"], name="recruit_once"),
        ]


class UnitWeek(models.Model):
    """A unit of the directory in one complete week: people placed in it itself, not in those under it."""

    week = models.IntegerField()
    unit_id = models.BigIntegerField()
    eligible = models.IntegerField(default=0)
    visitors28 = models.IntegerField(default=0)
    contributors = models.IntegerField(default=0)
    contributors28 = models.IntegerField(default=0)
    contributions28 = models.IntegerField(default=0)
    firsts = models.IntegerField(default=0)

    class Meta:
        constraints = [
            # the units of some weeks
            models.UniqueConstraint(fields=["week", "unit_id"], name="unitweek_once"),
        ]


class CommunityWeek(models.Model):
    """A community, or the network (community_id 0), in one complete week; a `28` counts the four weeks that end with it."""

    week = models.IntegerField()
    community_id = models.BigIntegerField()
    eligible = models.IntegerField(default=0)  # people with an open account, or members, at the week's end
    target = models.IntegerField(default=0)  # people the network is meant for; members, for a community
    animators = models.IntegerField(default=0)  # known then, the project team included
    visitors = models.IntegerField(default=0)
    visitors28 = models.IntegerField(default=0)
    contributors = models.IntegerField(default=0)  # distinct, of the week
    contributors28 = models.IntegerField(default=0)  # distinct, over 28 days
    eligible28 = models.IntegerField(default=0)  # those of them who are eligible at the week's end
    target28 = models.IntegerField(default=0)  # those of them who are in the target
    entrants = models.IntegerField(default=0)  # contributors of these 28 days and not of the 28 days before
    leavers = models.IntegerField(default=0)
    others = models.IntegerField(default=0)  # distinct contributors of the week who do not animate
    contributions = models.IntegerField(default=0)
    by_others = models.IntegerField(default=0)
    contributions28 = models.IntegerField(default=0)
    by_others28 = models.IntegerField(default=0)
    posts = models.IntegerField(default=0)
    comments = models.IntegerField(default=0)
    reactions = models.IntegerField(default=0)
    threads = models.IntegerField(default=0)  # threads of less than four weeks answered in the week
    peer_threads = models.IntegerField(default=0)
    threads28 = models.IntegerField(default=0)  # threads opened and answered within the 28 days
    peer_threads28 = models.IntegerField(default=0)
    kept28 = models.IntegerField(default=0)  # contributions left without the three most active and the replies to them
    expected28 = models.FloatField(default=0)  # share that would be left if all were equally active
    ever_visited = models.IntegerField(default=0)  # cumulative
    ever_contributed = models.IntegerField(default=0)
    peers = models.IntegerField(default=0, db_default=0)  # eligible people who do not animate
    engaged28 = models.IntegerField(default=0, db_default=0)  # those of them who contributed in the 28 days
    arrived = models.IntegerField(default=0, db_default=0)  # of engaged28, not there the week before
    gone = models.IntegerField(default=0, db_default=0)  # of the week before's, not there any more
    push = models.IntegerField(default=0, db_default=0)  # contributions of animators, pioneers and sponsors, and announcements
    begun = models.IntegerField(default=0, db_default=0)  # contributors of the week and not of the week before
    paused = models.IntegerField(default=0, db_default=0)  # the reverse
    firsts = models.IntegerField(default=0, db_default=0)  # contributors of the week who had never contributed
    age = models.IntegerField(default=0)  # weeks since its own opening
    candidate = models.CharField(max_length=16, blank=True, db_default="")  # what the week's own tests say
    stage = models.CharField(max_length=16, blank=True, db_default="")  # what is shown

    class Meta:
        constraints = [
            # the course of one community, in order
            models.UniqueConstraint(fields=["community_id", "week"], name="communityweek_once"),
        ]
        indexes = [
            # the table of communities as of one week
            models.Index(fields=["week"], name="communityweek_as_of"),
            # fill: where the labelling has to begin
            models.Index(fields=["week"], condition=models.Q(stage=""), name="communityweek_unlabelled"),
        ]


class FillState(models.Model):
    """How far `fill` has read, in one row."""

    mark = models.BigIntegerField(default=0)  # seq after which the history is read, again and again for the overlap
    next_mark = models.BigIntegerField(default=0)  # the newest seq seen at next_at: the mark once the overlap is over
    next_at = models.DateTimeField(null=True)
    through = models.IntegerField(null=True)  # last complete week counted
    settings = models.CharField(max_length=64, blank=True)  # what the counts rest on besides events: a change recounts
    filled_at = models.DateTimeField(null=True)
    frozen_before = models.IntegerField(null=True)  # weeks before this one are never counted again: their events are gone, or may go
    edition = models.BigIntegerField(default=0, db_default=0)  # raised whenever a rollup is written: a study of another edition is old

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="fillstate_single")]


class WeekMark(models.Model):
    """What the history held of a week when it was last counted: a difference means that it must be again."""

    week = models.IntegerField(primary_key=True)
    events = models.BigIntegerField()
    seq_sum = models.DecimalField(max_digits=30, decimal_places=0)
