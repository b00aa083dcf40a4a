"""What may name a person is found in comments, in English and Spanish."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.disclosure.name_detection import flags, pieces


def marked(text: str, *names: str) -> list[str]:
    return [text[flag.start : flag.end] for flag in flags(text, names)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna never listens.", ["Anna"]),
        ("I think that my boss Zdravko shouts.", ["Zdravko"]),
        ("ask anna, she knows", ["anna"]),
        ("Gracias a Lucía y a Jesús.", ["Lucía", "Jesús"]),
        ("¿Y Zdravka? Tampoco.", ["Zdravka"]),
        ("Mi jefe Pedro de la Cruz grita.", ["Pedro de la Cruz"]),
        ("Mr smith is rude, Dr. Patel is not.", ["Mr smith", "Dr. Patel"]),
        ("La sra. gómez y don ramiro.", ["sra. gómez", "ramiro"]),
        ("A woman called zdravka helped me.", ["zdravka"]),
        ("Se llama rigoberta.", ["rigoberta"]),
        ("J.R. decides, and Jean-Luc Müller-Lüdenscheidt pays.", ["J.R.", "Jean-Luc Müller-Lüdenscheidt"]),
        ("O’Brien and Anna's team", ["O’Brien", "Anna's"]),
        ("Ask Anna K. about it.", ["Anna K"]),
        ("EVERYBODY KNOWS THAT ANNA SHOUTS", ["ANNA"]),
        ("They work; Mark does not. Ask Will. Ask Mercedes.", ["Mark", "Will", "Mercedes"]),
        ("Line one\nZdravko shouts", ["Zdravko"]),
        ("Ask Mrs Never about it.", ["Mrs Never"]),
    ],
)
def test_names_are_marked(text: str, found: list[str]) -> None:
    """Given names in any case, other names by their capital, titles, and what follows "called"."""
    assert marked(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "anna.berg@firm.example", "anna@firm", "anna at firm dot com", "anna (arroba) firma (punto) es", "@anna_berg",
        "anna @ firm.example", "ANNA@FIRM.EXAMPLE", "josé@compañía.example",
    ],
)  # fmt: skip
def test_e_mail_addresses_are_marked_whole(text: str) -> None:
    """Also broken ones, and those that hide their signs."""
    assert marked(f"write to {text}, please") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "+49 30 1234567", "+1 (555) 010-9999", "0044 20 7946 0018", "600 123 456", "600.123.456", "600123456",
        "55 1234 5678", "555-0100", "0171/2345678", "(020) 7946-0018", "ext. 4512", "extensión 45 12", "WhatsApp 6001",
    ],
)  # fmt: skip
def test_telephone_numbers_are_marked_whole(text: str) -> None:
    """International, local, and extensions."""
    assert text.strip("(") in "".join(marked(f"call {text} or wait"))


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 and from 2019 to 2021, or 2019-2021, or 2020/21.",
        "From 10:30 to 11:45, 10.30-11.45, 9-17, 24/7.",
        "It costs €1.500.000, 12 500 000 euros or $1200000 and 3.5 percent of 10,000,000.",
        "On 12/03/2024 and 2024-03-12 we had 1 000 000 calls and 10.000 letters; order 123456.",
        "Leaders should listen more. The warehouse waits. Communication is poor. Honestly, I can't tell. It's OK.",
        "On Monday in March the CEO and HR said that IT helps. I'm glad I've a job.",
        "Los jefes no escuchan. ¿Por qué? Comunicación, siempre comunicación. El lunes no hay nadie. Gracias.",
        "",
    ],
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    """Years, times, prices, dates, and words that begin a sentence."""
    assert marked(text) == []


def test_names_that_the_facilitator_gives_are_found_in_any_case() -> None:
    """Each part of a name counts, its small words do not."""
    assert marked("so says zdravko, de facto", "Zdravko de Boer") == ["zdravko"]


@given(text=st.text(max_size=300), names=st.lists(st.text(max_size=10), max_size=3))
def test_flags_lie_within_the_text_in_order_and_apart_and_pieces_are_the_text(text: str, names: list[str]) -> None:
    """Whatever people write."""
    found = flags(text, names)
    places = [place for flag in found for place in (flag.start, flag.end)]
    assert places == sorted(places)
    assert all(0 <= flag.start < flag.end <= len(text) for flag in found)
    assert "".join(words for words, _ in pieces(text, found)) == text


@pytest.mark.parametrize(
    "text", ["a" * 2000, "1 " * 1000, "A. " * 666, "Ana de " * 285, "@" * 2000, "a-" * 1000, "( " * 1000]
)
def test_the_longest_comment_is_read_at_once(text: str) -> None:
    """No comment can keep the facilitator's page waiting."""
    began = time.process_time()
    flags(text)
    assert time.process_time() - began < 10, "it takes milliseconds, or, going wrong, for ever"
