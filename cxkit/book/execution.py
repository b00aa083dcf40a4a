"""A book's chapters executed side by side, before Sphinx reads them one after another and takes them from the cache.

A kernel a core runs one chapter after another: loading scipy and seaborn anew takes longer than drawing. Between
two chapters it forgets every name and setting, so that each runs as if it were alone.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter
from typing import TYPE_CHECKING, Any

import nbformat
from jupyter_cache import get_cache  # type: ignore[import-untyped]
from jupyter_cache.base import CacheBundleIn  # type: ignore[import-untyped]
from jupyter_client.manager import KernelManager
from myst_nb.core.read import create_nb_reader  # type: ignore[import-untyped]
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx.util import logging
from sphinx.util.display import status_iterator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FORGET = """
import sys as _sys, warnings as _warnings
with _warnings.catch_warnings():
    _warnings.simplefilter("ignore")
    "pandas" in _sys.modules and _sys.modules["pandas"].reset_option("all")
    if "matplotlib.pyplot" in _sys.modules:
        _sys.modules["matplotlib.pyplot"].close("all")
        _sys.modules["matplotlib"].rc_file_defaults()
get_ipython().run_line_magic("config", "InlineBackend.figure_formats = ['png']")
get_ipython().run_line_magic("reset", "-f")
"""

_DRAWS = re.compile(r"^(?![\s#]).*\b(cx\.plots\.(?!alt\b)\w+\()", re.MULTILINE)
"""A line of a cell that draws, whatever else it says."""

logger = logging.getLogger(__name__)


def execute_chapters(app: "Sphinx", env: "BuildEnvironment", pages: list[str]) -> None:
    """Execute the chapters that the cache does not have. One that fails is left to MyST-NB, which tells why."""
    settings: Any = env.mystnb_config  # type: ignore[attr-defined]
    if settings.execution_mode != "cache":
        return
    cache = get_cache(settings.execution_cache_path)
    found = [(path, notebook) for path, notebook in _notebooks(env, pages) if not _known(cache, notebook)]
    if found:
        # matplotlib looks for its fonts here: the first time on a slow machine it says so, which would fail a page.
        import matplotlib.font_manager  # noqa: F401, PLC0415
    free: SimpleQueue[KernelManager] = SimpleQueue()
    kernels = [KernelManager(kernel_name="python3") for _ in range(min(os.cpu_count() or 1, len(found)))]
    for kernel in kernels:
        free.put(kernel)

    def run(one: tuple[Path, Any]) -> tuple[Path, Any, float | None]:
        kernel = free.get()
        try:
            return (*one, _execute(kernel, *one, settings.execution_timeout))
        finally:
            if not kernel.has_kernel:  # a manager that has shut its kernel down starts no other
                kernels.append(kernel := KernelManager(kernel_name="python3"))
            free.put(kernel)

    try:
        with ThreadPoolExecutor(len(kernels) or 1) as pool:
            names = status_iterator(pool.map(run, found), "executing chapters... ", length=len(found),
                                    stringify_func=lambda done: done[0].stem)  # fmt: skip
            for path, notebook, seconds in names:
                if seconds is not None:
                    bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
                    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    finally:
        for kernel in kernels:
            if kernel.has_kernel:
                kernel.shutdown_kernel(now=True)


def _execute(kernel: KernelManager, path: Path, notebook: Any, timeout: int) -> float | None:
    """Execute a notebook in place, in a kernel that may have run others. Returns its seconds; None: it failed."""
    start = perf_counter()
    here = {"metadata": {"path": str(path.parent)}}
    # Times noted in a notebook would make it another one for the cache.
    client = NotebookClient(notebook, km=kernel, timeout=timeout, resources=here, record_timing=False)
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError):
        if kernel.has_kernel:
            kernel.shutdown_kernel(now=True)  # whatever it is in the middle of; the next chapter starts another
        return None
    for lacking in lacking_figures(notebook):
        logger.warning("%s: %s…) draws a figure, but the page would not show any.", path, lacking)
        return None
    _number(notebook, path.stem)
    with suppress(RuntimeError):
        asking = kernel.blocking_client()
        asking.start_channels()
        asking.wait_for_ready(timeout=timeout)
        asking.execute_interactive(_FORGET, silent=True, timeout=timeout, output_hook=lambda message: None)
        asking.stop_channels()
    return perf_counter() - start


def _number(notebook: Any, page: str) -> None:
    """Call the widgets of an executed notebook by their places: the kernel draws their names by chance."""
    kept = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    for place, name in enumerate(kept.get("state", ())):
        text = text.replace(name, hashlib.sha256(f"{page} {place}".encode()).hexdigest()[: len(name)])
    notebook.update(nbformat.reads(text, as_version=4))  # type: ignore[no-untyped-call]


def lacking_figures(notebook: Any) -> Iterator[str]:
    """Yield how the cells of an executed notebook draw the figures of ours that they do not show, a cell each."""
    for cell in notebook.cells:
        shown = {kind.partition("/")[0] for output in cell.get("outputs", ()) for kind in output.get("data", ())}
        hidden = {"skip-execution", "remove-output", "remove-cell"} & {*cell.metadata.get("tags", ())}
        if (drawing := _DRAWS.search(cell.source)) and not hidden and "image" not in shown:
            yield drawing[1]


def _notebooks(env: "BuildEnvironment", pages: list[str]) -> Iterator[tuple[Path, Any]]:
    for page in sorted(pages):
        path = Path(env.doc2path(page))
        text = path.read_text(encoding="utf-8")
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)  # type: ignore[attr-defined]
        notebook = reader.read(text) if reader else None
        if notebook and any(cell["cell_type"] == "code" for cell in notebook.cells):
            yield path, notebook


def _known(cache: Any, notebook: Any) -> bool:
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True
