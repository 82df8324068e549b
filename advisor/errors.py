"""What can go wrong, and what the person in front of it should do.

AdvisorError            everything below; its message is fit to be shown
├── SetupError          something has to be mended before a question can be answered
│   ├── CorpusError     a guide cannot be read (missing, empty, not text)
│   ├── IndexMissing    there is no index yet
│   ├── IndexDamaged    what stands in the index's place cannot be read
│   ├── IndexMismatch   the index was made with another embedding model or chunker
│   ├── IndexUnwritable the index cannot be written: no room, no right, or another writes it
│   ├── IndexUnreachable the server that holds the index does not answer
│   └── ModelError      the embedding model cannot be loaded
├── QuestionError       the question or its history is not of the promised shape
├── TooMany             a visitor asks faster than the settings allow
├── FeedbackError       what was said of an answer cannot be read, or cannot be kept
├── GuideUnknown        no guide is called so
├── ProfileError        a background that cannot be; the message asks what is meant
└── PlanError           a plan cannot be written, or loaded from that file
"""


class AdvisorError(Exception):
    """Base of every error that the advisor raises on purpose."""


class SetupError(AdvisorError):
    """The installation has to be mended; the message says how."""


class CorpusError(SetupError):
    """A guide is missing, empty or not readable as text."""


class IndexMissing(SetupError):
    """No index stands where the settings point."""


class IndexDamaged(SetupError):
    """What stands in the index's place cannot be read as one."""


class IndexMismatch(SetupError):
    """The index was built by another embedding model or an older chunker."""


class IndexUnwritable(SetupError):
    """There is no room or no right to write the index, or another program is writing it."""


class IndexUnreachable(SetupError):
    """The server that holds the index does not answer."""


class ModelError(SetupError):
    """The embedding model is not there or is not the file it should be."""


class QuestionError(AdvisorError):
    """A question or a history that is not of the shape in the interface."""


class GuideUnknown(AdvisorError):
    """No guide is called so; the message names those that there are."""


class TooMany(AdvisorError):
    """A visitor has asked more questions in a minute than the settings allow."""


class FeedbackError(AdvisorError):
    """What was said of an answer cannot be read, or there is no place to keep it."""


class ProfileError(AdvisorError):
    """A background that is not readable, impossible or contradictory; the message asks back.

    `fields` names what the question is about, as far as it is told.
    """

    def __init__(self, message: str, *fields: str) -> None:
        super().__init__(message)
        self.fields = fields


class PlanError(AdvisorError):
    """A plan cannot be written, or what is loaded is not one that `to_json` gave."""
