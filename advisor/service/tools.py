"""The advisor as tools for other programs' models, by the Model Context Protocol."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from inspect import getdoc
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.applications import Starlette

from advisor.chat import Advisor
from advisor.errors import AdvisorError
from advisor.plan.profile import Profile
from advisor.schema import Message
from advisor.service.visits import CALLER

PATH = "/mcp"
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


@dataclass(frozen=True)
class Turn:
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


Guide = Annotated[
    str | None,
    Field(description="A career, where there are guides to several and the text names none."),
]


def build_tools(advisor: Advisor) -> MCPServer:
    """The tools `ask` and `plan`, described so that a model knows when to use them."""
    careers = ", ".join(one.career for one in advisor.index.guides() if not one.companion)
    server = MCPServer(
        "career-advisor",
        title="Career advisor",
        version=version("career-advisor"),
        instructions=f"Answers questions about careers ({careers}) in the words of its guides, "
        "each sentence cited, and says so where the guides are silent.",
    )

    def ask(
        question: Annotated[str, Field(description="One question, in English.")],
        caller: Context[Any, Any],
        history: Annotated[
            list[Turn] | None,
            Field(description="What was said before, oldest first; makes a follow-up clear."),
        ] = None,
        guide: Guide = None,
    ) -> dict[str, Any]:
        """Answer a question about a career from its guides: pay, steps, degrees, licences,
        certifications, time, skills, work environment, outlook.

        Every sentence of `text` is quoted from a guide and ends in markers such as [1]; the entry
        of that number in `citations` holds the passage, its file, lines and headings. Keep the
        markers with what you take over. Where `answered` is false, the guides do not say: tell so
        rather than fill it in; `reason` says why, and `suggestions` what they can answer. `missing`
        names what was asked and left open.
        """
        said: list[Message] = [{"role": one.role, "content": one.content} for one in history or []]
        CALLER.set(_address(caller))
        try:
            return advisor.ask(question, said, guide).to_dict()
        except AdvisorError as error:
            raise ToolError(str(error)) from error

    def plan(
        caller: Context[Any, Any],
        role: Annotated[str | None, Field(description="What the person does now.")] = None,
        years_experience: Annotated[
            float | None, Field(description="Years of work in the career's field.")
        ] = None,
        coordination_years: Annotated[
            float | None, Field(description="Years of them in the role itself.")
        ] = None,
        degree: Annotated[
            str | None, Field(description="The highest: ADN, BSN, MSN, ...; none; or leave out.")
        ] = None,
        licence: Annotated[
            str | None, Field(description="RN, LPN, LCSW, ...; none; or leave out.")
        ] = None,
        credentials: Annotated[list[str] | None, Field(description="Held: CCM, ...")] = None,
        interests: Annotated[
            list[str] | None, Field(description="Such as end-of-life care, leadership.")
        ] = None,
        goal: Annotated[str | None, Field(description="The level or job aimed at.")] = None,
        constraints: Annotated[
            list[str] | None, Field(description="Hours and settings, wanted or not.")
        ] = None,
        skills: Annotated[list[str] | None, Field(description="What the person can do.")] = None,
        guide: Guide = None,
    ) -> dict[str, Any]:
        """Make a career plan for one person, from a guide: which steps are done, begun, next or
        later, what is missing, what it pays now and ahead, how long it takes, what to do first.

        Nothing is required; give what the person said and no guesses. `markdown` is the plan to
        read, with its citations as footnotes; the other fields hold the same, typed. An error
        whose text is a question is one to put to the person.
        """
        background = {
            "role": role,
            "years_experience": years_experience,
            "coordination_years": coordination_years,
            "degree": degree,
            "licence": licence,
            "credentials": credentials,
            "interests": interests,
            "goal": goal,
            "constraints": constraints,
            "skills": skills,
        }
        CALLER.set(_address(caller))
        try:
            made = advisor.plan(Profile.from_dict(background), guide)
        except AdvisorError as error:
            raise ToolError(str(error)) from error
        return made.to_dict() | {"markdown": made.to_markdown()}

    for tool, title in ((ask, "Ask the career guides"), (plan, "Make a career plan")):
        server.add_tool(tool, title=title, description=getdoc(tool), annotations=_READS)
    return server


def tools_app(server: MCPServer, host: str) -> Starlette:
    """The tools as a web application at `PATH`, which remembers nothing between requests."""
    return server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, host=host
    )


def _address(caller: Context[Any, Any]) -> str:
    request = caller.request_context.request
    return request.client.host if request and request.client else ""
