"""The words of questions, to find those that were asked already. Made while people write: restartable, and outside a transaction."""

from django.db import migrations

FROM, TO = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ-", "aaaaaaceeeeiiiinooooouuuuyy "


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("communities", "0042_reliable_answers")]

    operations = [
        # One that was interrupted leaves an index that answers nothing: it is made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS post_question_words", migrations.RunSQL.noop),
        # feeds.similar: the questions that share a word with the sentence that someone types
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY post_question_words ON communities_post USING gin "
            f"(to_tsvector('french'::regconfig, translate(lower(title || ' ' || body), '{FROM}', '{TO}'))) "
            "WHERE kind = 'question' AND deleted_at IS NULL",
            "DROP INDEX CONCURRENTLY IF EXISTS post_question_words",
        ),
    ]
