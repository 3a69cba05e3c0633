"""Forms of the communities: what is asked, in which words. What may be written is for the actions to say."""

from .communities import CommunityForm, LeaveForm, NoteForm, RenameForm, SettingsForm
from .posts import CommentForm, PostEditForm, PostForm
from .words import WordsForm, fresh_key

__all__ = [
    "CommentForm",
    "CommunityForm",
    "LeaveForm",
    "NoteForm",
    "PostEditForm",
    "PostForm",
    "RenameForm",
    "SettingsForm",
    "WordsForm",
    "fresh_key",
]
