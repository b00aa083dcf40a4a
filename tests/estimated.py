"""Statistics of a dimension or an item as a tally counts it, with nothing hidden."""

from cxkit.statistics.estimates import Shares, Stat, parts, scores
from cxkit.statistics.tally import Tally
from cxkit.survey.parts import Dimension, Item


def dimension_stat(tally: Tally, dimension: Dimension, *, invited: int | None = None) -> Stat:
    """Return the statistics of person scores of those who answered enough items."""
    return Stat.of(scores(tally, dimension), parts(dimension), invited)


def item_stat(tally: Tally, item: Item, *, invited: int | None = None) -> Stat:
    """Return the statistics of one item, on 0–100 after reversing."""
    scale = item.response_scale
    steps = {value - scale.min: n for value, n in _keyed_counts(tally, item).items()}
    return Stat.of(steps, scale.range, invited)


def shares(tally: Tally, items: tuple[Item, ...]) -> Shares:
    """Pool the answers to the items and return the favourable, neutral and unfavourable shares. n counts answers."""
    favourable = unfavourable = answers = 0
    for item in items:
        counts, scale = _keyed_counts(tally, item), item.response_scale
        favourable += sum(counts.get(value, 0) for value in scale.favourable)
        unfavourable += sum(counts.get(value, 0) for value in scale.unfavourable)
        answers += sum(counts.values())
    return Shares.of(favourable, unfavourable, answers)


def distribution(tally: Tally, item: Item) -> tuple[int, ...]:
    """Return how many gave each answer to an item, as answered, from the response scale's least value up."""
    scale, counts = item.response_scale, tally.by_item.get(item.id, {})
    return tuple(counts.get(value, 0) for value in range(scale.min, scale.max + 1))


def _keyed_counts(tally: Tally, item: Item) -> dict[int, int]:
    """Count the answers to an item by value, after reversing."""
    counts, turn = tally.by_item.get(item.id, {}), item.response_scale.min + item.response_scale.max
    return {turn - value if item.reverse_keyed else value: n for value, n in counts.items()}
