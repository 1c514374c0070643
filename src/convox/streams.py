"""What calls return that is open until it is closed: logs, commands one talks to, TCP connections, and downloads.

Nobody makes these; their names are for annotations.
"""

from ._async.streams import AsyncExecSession, AsyncLogStream, AsyncTcpStream
from ._async.transfers import AsyncDownload
from ._exec_result import ExecResult
from ._sync.streams import ExecSession, LogStream, TcpStream
from ._sync.transfers import Download

__all__ = [
    "AsyncDownload",
    "AsyncExecSession",
    "AsyncLogStream",
    "AsyncTcpStream",
    "Download",
    "ExecResult",
    "ExecSession",
    "LogStream",
    "TcpStream",
]
