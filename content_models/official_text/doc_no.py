"""发文字号: code〔year〕sequence号."""

from pydantic import BaseModel, ConfigDict


class DocNo(BaseModel):
    """One 发文字号 in normal form. Not unique by itself: (organ, code, year, seq) is."""

    model_config = ConfigDict(frozen=True)

    code: str  # 机关代字, 「苏政办发」
    year: int
    seq: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.seq}号"
