"""How hard an English text is to read, by Flesch and Kincaid's formula."""

import re


def grade(text: str) -> float:
    """Return the US school grade (age minus about five) that a text needs; 0 where it has no words.

    0.39 words a sentence + 11.8 syllables a word − 15.59. Syllables are estimated from vowels, so that single texts may
    be a grade or two off. Source: Kincaid, Fishburne, Rogers & Chissom 1975.

    >>> from cxkit.survey.readability import grade
    >>> round(grade("The cat sat on the mat."), 1)
    -1.4
    >>> round(grade("Organisational accountability necessitates comprehensive documentation."), 1) > 20
    True
    """
    words = re.findall(r"[A-Za-zÀ-ÿ’']+", text)
    if not words:
        return 0.0
    sentences = max(1, len(re.findall(r"[.!?…]+(?:[\s”’\")]|\Z)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: groups of vowels, without a silent e; at least one."""
    plain = word.casefold().strip("’'")
    plain = re.sub(r"(?:[^laeiouy]e|[^aeiouytd]ed|[aeiou][^aeiou]es(?<![sxz]es))\Z", "", plain)
    return max(1, len(re.findall(r"[aeiouyà-ÿ]+", plain)))
