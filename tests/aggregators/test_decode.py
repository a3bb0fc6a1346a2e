"""The charset cascade: what a page says of itself is often wrong, the text is right all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregators.decode import as_utf8_xml, decode

RARE = "关于㐂𬱖街道便民服务的通知"  # GB18030-only characters
TRADITIONAL = "關於便民服務的通知，請查閱。"


@pytest.mark.parametrize(
    ("body", "http_charset"),
    [
        pytest.param(f'<?xml version="1.0" encoding="gb2312"?><t>{RARE}</t>'.encode("gb18030"), None, id="gb2312"),
        pytest.param(f'<?xml version="1.0" encoding="GBK"?><t>{RARE}</t>'.encode("gb18030"), None, id="gbk"),
        pytest.param(f'<?xml version="1.0" encoding="utf-8"?><t>{RARE}</t>'.encode("gb18030"), None, id="not utf-8"),
        pytest.param(f'<?xml version="1.0" encoding="gb2312"?><t>{RARE}</t>'.encode(), None, id="really utf-8"),
        pytest.param(f"<t>{RARE}</t>".encode("gb18030"), None, id="nothing said"),
        pytest.param(f"<t>{RARE}</t>".encode("gb18030"), "gbk", id="only HTTP"),
        pytest.param(f'<meta charset="gbk"><t>{RARE}</t>'.encode("gb18030"), None, id="meta"),
        pytest.param(f"<t>{RARE}</t>".encode("gb18030"), "ISO-8859-1", id="a server's default"),
        pytest.param(f"<t>{RARE}</t>".encode("gb18030"), "idna", id="no charset at all"),
        pytest.param(f"<t>{RARE}</t>".encode("utf-8-sig"), "gbk", id="byte order mark"),
        pytest.param(f"<t>{RARE}</t>".encode("utf-16"), None, id="utf-16"),
        pytest.param(f"<?xml version='1.0'?><t>{RARE}</t>".encode("utf-16-le"), None, id="utf-16 without a mark"),
    ],
)
def test_every_variant_reads_the_same(body: bytes, http_charset: str | None) -> None:
    assert RARE in decode(body, http_charset=http_charset).text


def test_big5_is_read_as_declared() -> None:
    body = f'<meta charset="big5"><p>{TRADITIONAL}</p>'.encode("big5")
    assert TRADITIONAL in decode(body).text


def test_western_text_keeps_its_declaration() -> None:
    assert (
        decode("<p>café à la carte</p>".encode("latin-1"), http_charset="iso-8859-1").text == "<p>café à la carte</p>"
    )


@pytest.mark.parametrize(("label", "charset"), [("ibm866", "cp866"), ("macintosh", "mac-roman"), ("cp500", "cp500")])
def test_old_charsets_are_read_as_declared(label: str, charset: str) -> None:
    feed = f'<?xml version="1.0" encoding="{label}"?><t>{"Б" if label == "ibm866" else "Ø"}</t>'
    assert decode(feed.encode(charset)).text == feed


def test_the_label_of_a_one_byte_charset_does_not_outdo_chinese() -> None:
    assert decode(f"<t>{RARE}</t>".encode("gb18030"), http_charset="cp850").text == f"<t>{RARE}</t>"


def test_the_override_of_the_source_is_obeyed() -> None:
    body = f'<meta charset="utf-8"><p>{TRADITIONAL}</p>'.encode("big5")
    assert TRADITIONAL in decode(body, override="big5").text


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_body_cut_off_inside_a_character_is_read_up_to_there(charset: str) -> None:
    body = ("便民服务的通知" * 20).encode(charset)[:-1]
    assert decode(body).text.startswith("便民服务的通知" * 19)


def test_one_damaged_byte_does_not_turn_utf8_into_something_else() -> None:
    body = ("便民服务的通知" * 50).encode()
    assert decode(body[:9] + b"\xff" + body[9:]).text.count("便民服务的通知") >= 49


def test_control_characters_and_the_mark_are_gone() -> None:
    assert decode("\ufeff停\x00水\x0b通\x1f知\n".encode()).text == "停水通知\n"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "gbk", "utf-16", "nonsense", "zlib", ""]))
def test_no_bytes_are_too_bad(body: bytes, label: str | None) -> None:
    assert "\x00" not in decode(body, http_charset=label, override=label).text


def test_xml_for_the_parser_declares_what_it_is() -> None:
    assert as_utf8_xml('\n <?xml version="1.0" encoding="gb2312"?>\n<t>水</t>') == (
        '<?xml version="1.0" encoding="utf-8"?>\n<t>水</t>'.encode()
    )


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("unwanted", ["\x00", "\x0b", "\x7f", "\ufeff", "\uffff"])
def test_control_characters_and_marks_are_left_out_in_every_charset(charset: str, unwanted: str) -> None:
    assert decode(f"停水{unwanted}通知\n{RARE}".encode(charset), override=charset).text == f"停水通知\n{RARE}"
