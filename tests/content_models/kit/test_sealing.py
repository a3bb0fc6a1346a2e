"""What is sealed opens with the same key and purpose, and with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.kit.sealing import Sealer, Unsealable
from content_models.residents.identities.errors import InvalidPhone
from content_models.residents.identities.rules import masked_phone, phone_number

SEALER = Sealer(b"k" * 64)


@given(st.text(max_size=50))
def test_sealing_and_opening(value: str) -> None:
    sealed = SEALER.seal(value, "phone")
    assert SEALER.open(sealed, "phone") == value
    assert SEALER.seal(value, "phone") != sealed


@pytest.mark.parametrize("index", [0, 1, 13, -1])
def test_a_changed_byte_does_not_open(index: int) -> None:
    sealed = bytearray(SEALER.seal("13800138000", "phone"))
    sealed[index] ^= 1
    with pytest.raises(Unsealable):
        SEALER.open(bytes(sealed), "phone")


def test_other_keys_purposes_and_rubbish_do_not_open() -> None:
    sealed = SEALER.seal("13800138000", "phone")
    for sealer, purpose, body in (
        (Sealer(b"j" * 64), "phone", sealed),
        (SEALER, "account", sealed),
        (SEALER, "phone", b""),
        (SEALER, "phone", sealed[:5]),
    ):
        with pytest.raises(Unsealable):
            sealer.open(body, purpose)


def test_looking_up_needs_the_key_and_the_purpose() -> None:
    found = SEALER.look_up("13800138000", "phone")
    assert found == SEALER.look_up("13800138000", "phone")
    assert len({found, SEALER.look_up("13800138000", "x"), Sealer(b"j" * 64).look_up("13800138000", "phone")}) == 3


@pytest.mark.parametrize("raw", ["13800138000", "+86 138-0013-8000", "86 13800138000", " 138 0013 8000 "])
def test_phone_numbers_as_people_write_them(raw: str) -> None:
    assert phone_number(raw) == "13800138000"
    assert masked_phone(phone_number(raw)) == "138****8000"


@pytest.mark.parametrize(
    "raw", ["", "1380013800", "138001380000", "12345678901", "１３８００１３８０００", "+1 13800138000", "x" * 500]
)
def test_what_is_no_phone_number_is_not_repeated(raw: str) -> None:
    with pytest.raises(InvalidPhone) as refused:
        phone_number(raw)
    assert not raw or raw not in str(refused.value)
