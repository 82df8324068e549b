"""What can go wrong with the harness itself.

HarnessError        the run says nothing about the advisor (exit code 2)
└── SampleError     a data file is not what it should be
Skipped             a suite cannot run here, and says why (not an error)
"""


class HarnessError(Exception):
    """The evals could not be run or scored, so nothing is known about the advisor."""


class SampleError(HarnessError):
    """A line of a data file is not a valid sample."""


class Skipped(Exception):  # being skipped is a state, not an error
    """A suite cannot run here; the message says what it lacks."""
