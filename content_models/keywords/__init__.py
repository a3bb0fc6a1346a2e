"""关注词: words residents follow, found once in each new release, whoever and however many follow them."""
