"""A book's chapters executed side by side, before Sphinx reads them one after another and takes them from the cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_cache import get_cache  # type: ignore[import-untyped]
from jupyter_cache.base import CacheBundleIn  # type: ignore[import-untyped]
from jupyter_cache.executors.utils import single_nb_execution  # type: ignore[import-untyped]
from myst_nb.core.read import create_nb_reader  # type: ignore[import-untyped]
from sphinx.util.display import status_iterator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def execute_chapters(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Execute the chapters that the cache does not have. One that fails is left to MyST-NB, which tells why."""
    settings: Any = env.mystnb_config  # type: ignore[attr-defined]
    if settings.execution_mode != "cache":
        return
    cache = get_cache(settings.execution_cache_path)
    found = [(path, notebook) for path, notebook in _notebooks(env, pages) if not _known(cache, notebook)]

    def run(one: tuple[Path, Any]) -> tuple[Path, Any, Any]:
        path, notebook = one
        result = single_nb_execution(
            notebook, cwd=str(path.parent), allow_errors=False, timeout=settings.execution_timeout, meta_override=True
        )
        return path, notebook, result

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        names = status_iterator(pool.map(run, found), "executing chapters... ", length=len(found),
                                stringify_func=lambda done: done[0].stem)  # fmt: skip
        for path, notebook, result in names:
            if result.err is None:
                bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _notebooks(env: BuildEnvironment, pages: list[str]) -> Iterator[tuple[Path, Any]]:
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
