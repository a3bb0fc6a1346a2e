"""消息: what residents were told, whether or not a notification reached them."""
