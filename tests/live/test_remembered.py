"""What is worked out once for all screens: found again, and in the end forgotten."""

from concurrent.futures import ThreadPoolExecutor

from cxkit.live.remembered import Remembered


def test_what_was_found_is_not_looked_for_again_until_much_else_has_been() -> None:
    """As many as 256 are kept, of however many; so no server grows for ever."""
    remembered, looked = Remembered[int, int](), list[int]()

    def ask(key: int) -> int:
        def look() -> int:
            looked.append(key)
            return -key

        return remembered(key, look)

    assert [ask(0), ask(0)] == [0, 0]
    assert looked == [0]
    assert [ask(key) for key in range(1, 257)] == [-key for key in range(1, 257)]
    ask(256)
    ask(0)
    assert looked == [*range(257), 0]


def test_whoever_asks_gets_an_answer_while_others_push_it_out() -> None:
    """Screens of many rooms ask in threads."""
    remembered = Remembered[int, int]()
    keys = [place % 400 for place in range(4000)]
    with ThreadPoolExecutor(8) as screens:
        assert [*screens.map(lambda key: remembered(key, lambda: -key), keys)] == [-key for key in keys]
