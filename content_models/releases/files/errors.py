"""What is wrong with a file somebody uploads."""

from content_models.kit.errors import InvalidInput


class FileTooLarge(InvalidInput):
    """`details.limit`: bytes."""

    code = "FILE_TOO_LARGE"
    status = 413
    default_message = "文件太大，请压缩或拆分后再上传。"


class FileTypeRefused(InvalidInput):
    code = "FILE_TYPE_REFUSED"
    default_message = "这种文件不能上传，请换成 PDF、OFD、Word、Excel、PPT、TXT、CSV 或 PNG、JPEG、GIF、WebP 图片。"


class FileNotWhatItSays(InvalidInput):
    """The name promises another type than the bytes are: `details.named`, `details.found`."""

    code = "FILE_NOT_WHAT_IT_SAYS"
    default_message = "文件名的扩展名与内容不符，请核对是不是选错了文件，或用正确的扩展名另存后再上传。"


class PictureWithoutWords(InvalidInput):
    code = "PICTURE_WITHOUT_WORDS"
    default_message = "请写替代文字：看不见图片的人听到的就是这句话。"
