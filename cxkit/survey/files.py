"""Survey files: finding them, and loading surveys from them."""

from pathlib import Path
from typing import Any

from cxkit.errors import SurveyError, did_you_mean, listing
from cxkit.survey.model import Survey

PACKAGE = Path(__file__).parents[1]


def shipped(name: str) -> Path:
    """Return the path of something that stands at the top of the repository and travels in the wheel."""
    inside = PACKAGE / "shipped" / name
    return inside if inside.exists() else PACKAGE.parent / name


def load_survey(path_or_slug: str | Path) -> Survey:
    """Load a survey from a file, or one that cxkit ships by its name, such as "leadership".

    Raises:
        SurveyError: There is no such file, or it is not valid; file, line, key and what is allowed are named.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> [dimension.id for dimension in survey.dimensions], len(survey.items)
    (['engaged', 'motivating', 'teamwork', 'in_tune'], 29)
    """
    raw, lines, path = parsed(path_or_slug)
    return Survey.from_dict(raw, lines=lines, source=str(path))


def parsed(path_or_slug: str | Path) -> tuple[Any, dict[tuple[str | int, ...], int], Path]:
    """Return what a survey file holds, the line of each key, and where it is. Raises SurveyError if it is no YAML."""
    from cxkit.survey.yaml_files import read_yaml  # noqa: PLC0415  (whoever only asks for help does without)

    path = _find(path_or_slug)
    raw, lines = read_yaml(path)
    if raw is None:
        raise SurveyError(f"{path}: the file is empty. A survey needs at least id, title and dimensions.")
    return raw, lines, path


def shipped_surveys() -> list[str]:
    """Return the names of the surveys that cxkit ships."""
    return sorted(path.parent.name for path in shipped("surveys").glob("*/survey.yaml"))


def sample(slug: str) -> Path:
    """Return the path of a shipped survey's sample answers: a made-up organisation.

    Raises:
        SurveyError: No such survey is shipped.

    >>> import cxkit as cx
    >>> cx.sample("leadership").name
    'sample.csv'
    """
    path = shipped("surveys") / slug / "sample.csv"
    if not path.exists():
        raise SurveyError(f'There is no sample for "{slug}". There is one for: {listing(shipped_surveys())}.')
    return path


def _find(path_or_slug: str | Path) -> Path:
    path = Path(path_or_slug)
    if path.is_dir():
        path = path / "survey.yaml"
    if path.exists():
        return path
    by_slug = shipped("surveys") / str(path_or_slug) / "survey.yaml"
    if by_slug.exists():
        return by_slug
    known = shipped_surveys()
    raise SurveyError(
        f'There is no survey "{path_or_slug}": no such file, and none of that name is shipped.'
        f"{did_you_mean(str(path_or_slug), known)} Shipped: {listing(known)}."
    )
