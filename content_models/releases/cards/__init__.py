"""卡片: releases as lists show them, read without their texts."""
