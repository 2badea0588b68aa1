import pytest

from accounts.keys import key_in


def test_a_number_is_a_key():
    assert (key_in("7"), key_in(7), key_in("9" * 18)) == (7, 7, 10**18 - 1)


@pytest.mark.parametrize("text", ["", None, "-1", "1.0", " 7", "٣", "²", "x", "9" * 19, "9" * 5000])
def test_what_cannot_be_the_key_of_a_row_is_none(text):
    assert key_in(text) is None
