"""Forms of the communities: what is asked, in which words. What may be written is for the actions to say."""

from .communities import CommunityForm, LeaveForm, NoteForm, RenameForm, SettingsForm
from .editing import CommentEditForm, PostEditForm, edit_form
from .mails import MailForm, RestForm
from .moves import MoveForm
from .posts import CommentForm, PostForm
from .practices import PracticeForm
from .proposals import DecisionForm, OpinionForm, PracticeProposalForm, ProposalForm
from .referents import ReferentForm
from .reliance import MarkForm, OutcomeForm
from .reports import ReportDecisionForm, ReportForm
from .shares import ShareForm
from .words import WordsForm, fresh_key

__all__ = [
    "CommentEditForm",
    "CommentForm",
    "CommunityForm",
    "DecisionForm",
    "LeaveForm",
    "MailForm",
    "MarkForm",
    "MoveForm",
    "NoteForm",
    "OpinionForm",
    "OutcomeForm",
    "PostEditForm",
    "PostForm",
    "PracticeForm",
    "PracticeProposalForm",
    "ProposalForm",
    "ReferentForm",
    "RenameForm",
    "ReportDecisionForm",
    "ReportForm",
    "RestForm",
    "SettingsForm",
    "ShareForm",
    "WordsForm",
    "edit_form",
    "fresh_key",
]
