"""随附文件: pictures and attachments that editors upload, kept by the digest of their bytes."""
