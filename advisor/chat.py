"""`Advisor`: the one door to the product, over an index as it is by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from advisor.config import Settings
from advisor.draft import Draft
from advisor.embedder import Embedder
from advisor.engine import Engine
from advisor.index import Index
from advisor.ingest import open_index
from advisor.live import Live
from advisor.plan.profile import Profile
from advisor.plan.schema import Plan
from advisor.schema import Answer, Message, Passage
from advisor.writer.writer import Writer

FROM_MEMORY = (
    "The index cannot be read at the moment; this comes from the guides as they were read last."
)


class Advisor:
    """Answers questions about careers from the guides in an index, as they are by then."""

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        self.settings = settings
        embedder = embedder or Embedder(settings.embedding_model)
        self._live = Live(
            open_index(settings),
            reopen=lambda: Index.open(settings),
            make=lambda index: Engine(settings, index, embedder),
        )
        self._writer = Writer(settings) if settings.model else None

    @classmethod
    def open(cls, settings: Settings | None = None, embedder: Embedder | None = None) -> Advisor:
        """Open the index that the settings name; models are loaded on first use.

        `embedder` stands in for that of the settings.

        Raises IndexMissing or another SetupError where there is none that can be used.
        """
        return cls(settings or Settings.from_env(), embedder)

    @property
    def engine(self) -> Engine:
        """What answers now."""
        return self._live.now()

    @property
    def index(self) -> Index:
        """The index in its newest state."""
        return self.engine.index

    def retrieve(self, question: str, k: int = 5, guide: str | None = None) -> list[Passage]:
        """The `k` passages closest to a question, best first; `guide` as for `ask`."""
        return self._live.use(lambda engine: engine.retrieve(question, k, guide))

    def ask(
        self, question: str, history: Sequence[Message] = (), guide: str | None = None
    ) -> Answer:
        """Answer a question in the light of the history, oldest message first.

        `guide` names a career or a file: its guide answers unless the question names another
        career. Raises QuestionError where question or history is not of the promised shape,
        GuideUnknown where no guide is called so.
        """
        if self._writer is None:
            return self._told(self._live.use(lambda engine: engine.ask(question, history, guide)))
        *_, answer = self._written(self._writer, question, history, guide)
        assert isinstance(answer, Answer)
        return answer

    def plan(self, profile: Profile, guide: str | None = None) -> Plan:
        """A plan for one person; `guide` names a career or a file, else the goal may name one.

        Raises ProfileError, with a question, where the profile cannot be; GuideUnknown where no
        guide is called so.
        """
        return self._live.use(lambda engine: engine.plan(profile, guide))

    def stream(
        self, question: str, history: Sequence[Message] = (), guide: str | None = None
    ) -> Iterator[str | Answer]:
        """The answer's text in pieces, then the finished Answer; arguments as for `ask`."""
        if self._writer is None:
            answer = self.ask(question, history, guide)
            yield from answer.text.splitlines(keepends=True)
            yield answer
        else:
            yield from self._written(self._writer, question, history, guide)

    def _told(self, answer: Answer) -> Answer:
        """The answer, with a word to it where it comes from memory."""
        if self._live.astray is None:
            return answer
        return replace(answer, notices=(*answer.notices, FROM_MEMORY))

    def _written(
        self, writer: Writer, question: str, history: Sequence[Message], guide: str | None
    ) -> Iterator[str | Answer]:
        """What the chat model writes, upon drafts of the engine that is there by then."""

        def draft(standalone: str) -> Draft:
            return self._live.use(lambda now: now.draft(question, history, guide, standalone))

        for piece in writer.stream(draft, question, history):
            yield self._told(piece) if isinstance(piece, Answer) else piece
